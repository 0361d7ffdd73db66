// Logs of known formats, small ones of our own in the variants that exist: kind, task, rows, roles, and what of them is kept.
#include "core/evaluation/evaluate.h"
#include "core/evaluation/opened_log.h"
#include "core/evaluation/shape.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace wg;
using namespace wg::evaluation;

namespace {

QString joined(const std::vector<std::string>& names)
{
    QStringList out;
    for (const std::string& name : names)
        out << QString::fromStdString(name);
    return out.join(',');
}

/// "results lm 2 model=m": kind, task, rows with skipped, roles.
QString told(const OpenedLog& log)
{
    const auto rows = log.kind == Kind::Predictions ? log.rows.size() : log.table.rows;
    QString out = QString("%1 %2 %3")
                      .arg(QString::fromStdString(std::string(kindName(log.kind))),
                          log.task == Task::None ? QString("-") : QString::fromStdString(std::string(taskName(log.task))),
                          QString::number(rows));
    if (log.skipped > 0)
        out += QString("+%1").arg(log.skipped);
    const auto add = [&out](const char* role, const QString& value) {
        if (!value.isEmpty())
            out += QString(" %1=%2").arg(role, value);
    };
    const Roles& roles = log.roles;
    add("label", QString::fromStdString(roles.label));
    add("score", joined(roles.scores));
    add("prediction", joined(roles.predictions));
    add("model", QString::fromStdString(roles.model));
    add("dataset", QString::fromStdString(roles.dataset));
    add("x", QString::fromStdString(roles.step));
    add("y", joined(roles.series));
    add("time", QString::fromStdString(roles.time));
    add("id", QString::fromStdString(roles.id));
    return out;
}

} // namespace

class TestKnownFormats : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    Result<std::shared_ptr<const OpenedLog>> open(const QByteArray& bytes, const Options& options = {})
    {
        QFile file(m_folder.filePath("log"));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a test file");
        file.close();
        return openLog(file.fileName().toStdString(), options, {});
    }

    QString opened(const QByteArray& bytes, const Options& options = {})
    {
        const auto log = open(bytes, options);
        return log ? told(**log) : QString::fromStdString("error: " + log.error().message);
    }

private Q_SLOTS:
    void opens_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* bytes, const char* expected) {
            QTest::newRow(name) << QByteArray(bytes) << QString(expected);
        };
        row("lm-eval samples",
            "{\"doc_id\":0,\"doc\":{\"q\":\"?\"},\"target\":\"3\",\"arguments\":{},\"resps\":[[\"3\"]],\"filtered_resps\":["
            "\"3\"],"
            "\"filter\":\"none\",\"metrics\":[\"exact_match\"],\"exact_match\":1.0}\n"
            "{\"doc_id\":1,\"doc\":{},\"target\":\"4\",\"resps\":[[\"5\"]],\"filtered_resps\":[\"5\"],\"filter\":\"none\","
            "\"metrics\":[\"exact_match\"],\"exact_match\":0.0}\n",
            "predictions lm 2 label=target score=exact_match prediction=filtered_resps id=doc_id");
        row("lm-eval samples of choices, 0.4.0",
            "[{\"doc_id\":0,\"doc\":{},\"target\":1,\"arguments\":[[\"a\",\"b\"]],\"resps\":[[[-3.5,false]],[[-1.25,true]]],"
            "\"filtered_resps\":[[-3.5,false],[-1.25,true]],\"acc\":1.0,\"acc_norm\":0.0},\n"
            "{\"doc_id\":1,\"doc\":{},\"target\":0,\"resps\":[],\"filtered_resps\":[[\"-2.5\",\"False\"],[\"-4\",\"False\"]],"
            "\"acc\":1.0,\"acc_norm\":1.0}]",
            "predictions lm 2 label=target score=acc,acc_norm prediction=filtered_resps id=doc_id");
        row("lm-eval samples without a score",
            "{\"doc_id\":0,\"target\":\"a\",\"filtered_resps\":[\"a\"],\"metrics\":[\"f1\"],\"f1\":0.5}\n"
            "{\"doc_id\":1,\"target\":\"a\",\"filtered_resps\":[\"a\"],\"metrics\":[\"f1\"],\"f1\":null}\n",
            "predictions lm 1+1 label=target score=f1 prediction=filtered_resps id=doc_id");
        row("lm-eval perplexity",
            "{\"doc_id\":0,\"target\":\"t\",\"filtered_resps\":[-100.5],\"metrics\":[\"word_perplexity\"],\"word_perplexity\":["
            "-100.5,25]}\n"
            "{\"doc_id\":1,\"target\":\"u\",\"filtered_resps\":[-50.0],\"metrics\":[\"word_perplexity\"],\"word_perplexity\":[-"
            "50.0,10]}\n",
            "predictions lm 2 label=target prediction=filtered_resps id=doc_id");
        row("lm-eval results",
            "{\"results\":{\"arc\":{\"alias\":\"arc\",\"acc,none\":0.5,\"acc_stderr,none\":\"N/"
            "A\"},\"sciq\":{\"acc,none\":0.75}},"
            "\"configs\":{},\"versions\":{\"arc\":1},\"n-shot\":{\"arc\":0},\"model_name\":\"m\"}",
            "results lm 2 model=model_name");
        row("lm-eval results, 0.3",
            "{\n\"results\": {\"sciq\": {\"acc\": 0.9, \"acc_stderr\": 0.01}},\n\"versions\": {\"sciq\": 0},\n"
            "\"config\": {\"model\": \"gpt2\"}}",
            "results lm 1");
        row("results of others",
            "{\"config_general\":{\"model_name\":\"m\"},\"results\":{\"all\":{\"em\":0.0}},\"versions\":{}}", "results - 1");
        row("HELM scenario state",
            "{\"adapter_spec\":{\"model\":\"m\"},\"request_states\":[{\"instance\":{\"input\":{\"text\":\"?\"},\"references\":["
            "{\"output\":{\"text\":\"no\"},\"tags\":[]},{\"output\":{\"text\":\"yes\"},\"tags\":[\"correct\"]}],\"split\":"
            "\"test\","
            "\"id\":\"id1\"},\"output_mapping\":{\"A\":\"no\",\"B\":\"yes\"},\"request\":{\"model\":\"m\"},\"result\":{"
            "\"completions\":["
            "{\"text\":\" B\",\"logprob\":-0.5}]}},{\"instance\":{\"references\":[{\"output\":\"x\",\"tags\":[\"correct\"]}],"
            "\"split\":\"test\",\"id\":\"id2\"},\"request\":{\"model\":\"m\"},\"result\":{\"completions\":[{\"text\":\"y\"}]}},"
            "{\"instance\":{\"references\":[],\"split\":\"test\",\"id\":\"id3\"},\"result\":{\"completions\":[{\"text\":\"y\"}]"
            "}}]}",
            "predictions lm 2+1 label=instance.references prediction=result.completions model=request.model "
            "dataset=instance.split id=instance.id");
        row("HELM stats",
            "[{\"name\":{\"name\":\"f1\",\"split\":\"test\",\"perturbation\":{\"name\":\"robustness\"}},\"count\":1,\"sum\":0."
            "5,\"mean\":0.5},"
            "{\"name\":{\"name\":\"em\",\"split\":\"test\"},\"count\":0,\"sum\":0}]",
            "results lm 2 dataset=name.split");
        row("HELM instances",
            "[{\"instance_id\":\"id1\",\"train_trial_index\":0,\"perturbation\":null,\"stats\":[{\"name\":{\"name\":\"em\"},"
            "\"count\":1,"
            "\"mean\":1.0},{\"name\":{\"name\":\"em\",\"perturbation\":{\"name\":\"robustness\",\"computed_on\":\"worst\"}},"
            "\"mean\":0.0}]}]",
            "results lm 1 id=instance_id");
        row("Inspect",
            "{\"version\":2,\"status\":\"success\",\"eval\":{\"task\":\"t\",\"model\":\"m\",\"dataset\":{\"name\":\"d\"}},"
            "\"results\":"
            "{\"scores\":[{\"name\":\"b\"},{\"name\":\"a\"}]},\"samples\":[{\"id\":1,\"epoch\":1,\"input\":\"?\",\"target\":["
            "\"x\",\"y\"],"
            "\"scores\":{\"a\":{\"value\":\"C\",\"answer\":\"x\"},\"b\":{\"value\":0.5,\"answer\":null}}},"
            "{\"id\":2,\"epoch\":1,\"target\":\"\",\"scores\":{\"a\":{\"value\":\"I\"},\"b\":{\"value\":1}}},"
            "{\"id\":3,\"epoch\":1,\"target\":\"z\",\"scores\":{},\"error\":{\"message\":\"!\"}}]}",
            "predictions lm 2+1 label=target score=scores.b.value,scores.a.value prediction=scores.a.answer model=eval.model "
            "dataset=eval.dataset.name id=id");
        row("Inspect with several values",
            "{\"status\":\"success\",\"eval\":{\"task\":\"t\",\"model\":\"m\",\"dataset\":{}},\"samples\":[{\"id\":\"s\","
            "\"target\":\"x\","
            "\"scores\":{\"a\":{\"value\":{\"fluent\":1,\"right\":false}}}}]}",
            "predictions lm 1 label=target score=scores.a.value.fluent,scores.a.value.right model=eval.model id=id");
        row("Inspect, nothing scored",
            "{\"status\":\"success\",\"eval\":{\"task\":\"t\",\"model\":\"m\",\"dataset\":{\"location\":\"l\"}},\"results\":{"
            "\"scores\":["
            "{\"name\":\"a\",\"scored_samples\":3,\"metrics\":{\"mean\":{\"name\":\"mean\",\"value\":0.7}}},"
            "{\"name\":\"b\",\"metrics\":{}}]},\"samples\":[{\"id\":1,\"target\":\"\",\"scores\":{}}]}",
            "results lm 2 model=eval.model");
        row("Inspect that failed",
            "{\"status\":\"error\",\"eval\":{\"task\":\"t\",\"model\":\"m\",\"dataset\":{\"name\":\"d\"}},\"error\":{}}",
            "results lm 0");
        row("OpenAI evals",
            "{\"spec\":{\"completion_fns\":[\"gpt-x\"],\"eval_name\":\"e.dev.v0\",\"base_eval\":\"e\"}}\n"
            "{\"run_id\":\"r\",\"event_id\":0,\"sample_id\":\"e.0\",\"type\":\"sampling\",\"data\":{\"prompt\":\"?\","
            "\"sampled\":[\"x\"]}}\n"
            "{\"run_id\":\"r\",\"event_id\":1,\"sample_id\":\"e.0\",\"type\":\"match\",\"data\":{\"correct\":true,\"expected\":"
            "\"x\","
            "\"picked\":\"x\"},\"created_at\":\"2024-01-01 00:00:00+00:00\"}\n"
            "{\"run_id\":\"r\",\"event_id\":2,\"sample_id\":\"e.1\",\"type\":\"match\",\"data\":{\"correct\":false,"
            "\"expected\":\"y\","
            "\"picked\":null,\"sampled\":\"z\"}}\n{\"final_report\":{\"accuracy\":0.5}}\n",
            "predictions lm 2 label=data.expected score=data.correct prediction=data.picked model=spec.model dataset=spec.eval "
            "id=sample_id");
        row("OpenAI evals, metrics only",
            "{\"spec\":{\"eval_name\":\"e\",\"model_name\":\"m\"}}\n{\"run_id\":\"r\",\"event_id\":1,\"sample_id\":\"s\","
            "\"type\":"
            "\"metrics\",\"data\":{\"score\":0.25,\"why\":\"x\"}}\n",
            "predictions lm 1 score=data.score model=spec.model dataset=spec.eval id=sample_id");
        row("OpenAI evals, report only", "{\"spec\":{\"eval_name\":\"e\"}}\n{\"final_report\":{\"accuracy\":0.5}}\n",
            "results lm 1 dataset=spec.eval");
        row("COCO boxes",
            "[{\"image_id\":1,\"category_id\":3,\"bbox\":[1,2,3,4],\"score\":0.5},\n"
            "{\"image_id\":1,\"category_id\":4,\"bbox\":[1,2,3,4],\"score\":null}]",
            "predictions detection 1+1 score=score prediction=category_id");
        row("COCO masks",
            "[{\"image_id\":1,\"category_id\":3,\"segmentation\":{\"size\":[2,2],\"counts\":\"ab\"},\"score\":0.5}]",
            "predictions detection 1 score=score prediction=category_id");
        row("COCO captions", "[{\"image_id\":1,\"caption\":\"a cat\"},{\"image_id\":2,\"caption\":\"a dog\"}]", "table - 2");
        row("trainer state",
            "{\n\"best_metric\": null,\n\"epoch\": 2.0,\n\"global_step\": 4,\n\"log_history\": "
            "[{\"epoch\":1.0,\"loss\":0.5,\"grad_norm\":NaN,"
            "\"step\":2},{\"epoch\":1.0,\"eval_loss\":0.4,\"step\":2},{\"epoch\":2.0,\"loss\":0.3,\"step\":4}]}",
            "history - 3 x=step y=loss,eval_loss");
        row("trainer results", "{\"epoch\":3.0,\"eval_loss\":0.25,\"eval_runtime\":1.5}", "results - 1");
        row("wandb history",
            "{\"loss\":1.5,\"epoch\":0,\"_runtime\":0.5,\"_timestamp\":1700000000.5,\"_step\":0}\n"
            "{\"loss\":1.0,\"img\":{\"_type\":\"image-file\",\"size\":5},\"_runtime\":1.5,\"_timestamp\":1700000001.5,\"_"
            "step\":1}\n",
            "history - 2 x=_step y=loss time=_timestamp");
        row("wandb summary",
            "{\"_step\":10,\"_runtime\":5.5,\"_timestamp\":1700000000.5,\"loss\":0.5,\"_wandb\":{\"runtime\":5}}",
            "results - 1");
        row("W&B chart", "\"Step\",\"a - loss\",\"a - loss__MIN\"\n\"0\",\"1.0\",\"1.0\"\n\"1\",\"0.5\",\"0.5\"\n",
            "history - 2 x=Step y=a - loss,a - loss__MIN");
        row("metrics of models", "{\"models\":{\"a\":{\"test\":{\"f1_score\":0.5}},\"b\":{\"test\":{\"f1_score\":0.6}}}}",
            "results - 1");
        row("report as JSON", "{\"0\":{\"precision\":0.5,\"recall\":1.0,\"f1-score\":0.7,\"support\":2},\"accuracy\":0.5}",
            "results - 1");
        row("metrics of a model", "{\"model\":\"m\",\"dataset\":\"d\",\"accuracy\":0.5}",
            "results - 1 model=model dataset=dataset");
        row("no metrics", "{\"name\":\"x\",\"size\":5}", "table - 1");
        row("metrics, one object a line", "{\"model\":\"a\",\"accuracy\":0.5}\n{\"model\":\"b\",\"accuracy\":0.6}\n",
            "results - 2 model=model");
        row("detectron",
            "{\"iteration\":19,\"total_loss\":1.5,\"lr\":0.01}\n{\"iteration\":39,\"total_loss\":NaN,\"lr\":0.02}\n",
            "history - 2 x=iteration y=total_loss,lr");
        row("predictions, nested",
            "{\"y\":{\"true\":1},\"pred\":{\"label\":1,\"score\":0.75}}\n{\"y\":{\"true\":0},\"pred\":{\"label\":1,"
            "\"score\":0.5}}\n",
            "predictions binary 2 label=y.true score=pred.score prediction=pred.label");
        row("predictions with truth values", "[{\"label\":true,\"score\":0.75},{\"label\":false,\"score\":0.5}]",
            "predictions binary 2 label=label score=score");
        row("predictions by column", "{\"y_true\":[1,0,1],\"y_score\":[0.5,0.25,NaN]}",
            "predictions binary 2+1 label=y_true score=y_score");
        row("sets of labels", "{\"label\":[\"a\",\"b\"],\"prediction\":[\"a\"]}\n{\"label\":[],\"prediction\":[\"b\"]}\n",
            "predictions multilabel 2 label=label prediction=prediction");
        row("ranking is no prediction",
            "{\"query_id\":1,\"relevance\":1,\"score\":0.5}\n{\"query_id\":1,\"relevance\":0,\"score\":0.25}\n",
            "table - 2 score=score");
        row("XGBoost",
            "[10:00:00] WARNING: about a default\n[0]\ttrain-auc:0.5\teval-auc:0.4\nWill train until eval-auc hasn't improved\n"
            "[1]\ttrain-auc:0.6\teval-auc:nan\nStopping. Best iteration:\n[0]\ttrain-auc:0.5\teval-auc:0.4\n\n",
            "history - 2 x=iteration y=train-auc,eval-auc");
        row("XGBoost cv", "[0]\ttrain-rmse:1.5+0.1\ttest-rmse:1.6+0.2\n[1]\ttrain-rmse:1.4+0.1\ttest-rmse:1e-05+2e-06\n",
            "history - 2 x=iteration y=train-rmse,train-rmse std,test-rmse,test-rmse std");
        row("XGBoost, a bad line", "[0]\ttrain-rmse:1.5\n[1]\ttrain-rmse:x\n", "history - 1+1 x=iteration y=train-rmse");
        row("LightGBM",
            "[LightGBM] [Info] Number of positive: 5\nTraining until validation scores don't improve for 5 rounds\n"
            "[10]\ttraining's auc: 0.9\tvalid_1's auc: 0.8\n[20]\ttraining's auc: 0.95\tvalid_1's auc: 0.85\n"
            "Early stopping, best iteration is:\n[20]\ttraining's auc: 0.95\tvalid_1's auc: 0.85\n",
            "history - 2 x=iteration y=training's auc,valid_1's auc");
        row("COCO text",
            "Running per image evaluation...\nEvaluate annotation type *bbox*\n"
            " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.5\n"
            " Average Recall     (AR) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = -1.000\n",
            "results detection 2");
        row("report as text",
            "              precision    recall  f1-score   support\n\n     class 0       0.50      1.00      0.67         1\n"
            "     class 1       0.00      0.00      0.00         1\n\n    accuracy                           0.50         2\n"
            "   macro avg       0.25      0.50      0.33         2\nweighted avg       0.25      0.50      0.33         2\n",
            "results binary 5");
        row("MLflow metric", "1700000000000 0.5 0\n1700000001000 nan 1\n1700000002000 0.25 2\n",
            "history - 3 x=step y=value time=timestamp");
        row("MLflow metrics", "run_id,key,value,timestamp,step\na,loss,0.5,1700000000000,0\na,auc,0.6,1700000000000,0\n",
            "history - 2 x=step y=loss,auc time=timestamp");
        row("YOLO",
            "                  epoch,         train/box_loss,  metrics/mAP50(B)\n                      1,                 1.5, "
            "  0.25\n",
            "history - 1 x=epoch y=train/box_loss,metrics/mAP50(B)");
        row("Lightning", "epoch,step,train_loss,val_loss\n0,49,0.5,\n0,49,,0.4\n", "history - 2 x=step y=train_loss,val_loss");
        row("confusion", ",cat,dog\ncat,5,1\ndog,2,4\n", "results binary 2");
    }
    void opens()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        QCOMPARE(opened(bytes), expected);
        const auto log = open(bytes);
        const auto result = evaluate(**log, {}, {});
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QCOMPARE(result->groups.empty(), result->kind != Kind::Predictions);
    }

    void verdictsAreNumbers()
    {
        const auto log =
            open("{\"status\":\"success\",\"eval\":{\"task\":\"t\",\"model\":\"m\"},\"samples\":["
                 "{\"id\":1,\"target\":\"x\",\"scores\":{\"a\":{\"value\":\"C\"}}},{\"id\":2,\"target\":\"x\",\"scores\":"
                 "{\"a\":{\"value\":\"P\"}}},{\"id\":3,\"target\":\"x\",\"scores\":{\"a\":{\"value\":\"N\"}}}]}");
        QVERIFY(log);
        QCOMPARE((*log)->sampleScores.size(), std::size_t{1});
        const auto& numbers = (*log)->numbers((*log)->sampleScores[0]);
        QCOMPARE(numbers[0], 1.0);
        QCOMPARE(numbers[1], 0.5);
        QCOMPARE(numbers[2], 0.0);
    }

    void filtersAreGroups()
    {
        const QByteArray line =
            "{\"doc_id\":0,\"target\":\"1\",\"filtered_resps\":[\"1\"],\"filter\":\"strict\",\"exact_match\":0.0}\n";
        const auto log = open(line + QByteArray(line).replace("strict", "flexible"));
        QVERIFY(log);
        const auto result = evaluate(**log, {}, {});
        QVERIFY(result);
        QCOMPARE(result->groups.size(), std::size_t{2});
        QCOMPARE(result->groups[0].by.at("filter"), std::string("flexible"));
    }

    void choicesBecomeAnswers()
    {
        const auto log =
            open("{\"doc_id\":0,\"target\":1,\"filtered_resps\":[[\"-3.5\",\"False\"],[\"-1.25\",\"True\"]],\"acc\":1.0}\n");
        QVERIFY(log);
        const auto& prediction = (*log)->table.columns[*(*log)->models[0].prediction];
        QCOMPARE(prediction.text(0), std::string("1"));
    }

    /// Prompts, messages and explanations are not in memory.
    void textsAreNotKept()
    {
        const auto log = open(
            "{\"status\":\"success\",\"eval\":{\"task\":\"t\",\"model\":\"m\"},\"samples\":[{\"id\":1,\"input\":\"SECRET\","
            "\"messages\":[{\"content\":\"SECRET\"}],\"target\":\"x\",\"output\":{\"completion\":\"SECRET\"},\"scores\":{\"a\":"
            "{\"value\":\"C\",\"explanation\":\"SECRET\"}},\"events\":[\"SECRET\"]}]}");
        QVERIFY(log);
        for (const logs::Column& column : (*log)->table.columns)
            QVERIFY(column.text(0).find("SECRET") == std::string::npos);
    }

    /// Of a large log only columns in use are kept, however it is written; what the user wants besides is.
    void keepsColumnsInUse()
    {
        QByteArray lines;
        QByteArray csv = "prompt,label,score,country\n";
        for (int i = 0; lines.size() < 3'000'000; ++i) {
            lines += QString("{\"prompt\":\"text %1\",\"label\":%2,\"score\":0.%3,\"country\":\"c%2\"}\n")
                         .arg(i)
                         .arg(i % 2)
                         .arg(i % 10)
                         .toUtf8();
            csv += QString("text %1 of some length,%2,0.%3,c%2\n").arg(i).arg(i % 2).arg(i % 10).toUtf8();
        }
        for (const QByteArray& bytes : {lines, csv}) {
            const auto log = open(bytes);
            QVERIFY(log);
            QCOMPARE((*log)->task, Task::Binary);
            for (const logs::Column& column : (*log)->table.columns)
                QCOMPARE(column.kept, column.name == "label" || column.name == "score");
            Options options;
            options.use = {"Country"};
            const auto more = open(bytes, options);
            QVERIFY(more);
            for (const logs::Column& column : (*more)->table.columns)
                QCOMPARE(column.kept, column.name != "prompt");
        }
    }

    /// The beginning looks like predictions, but the whole does not: everything is there.
    void readsAgainWhenMistaken()
    {
        QByteArray csv = "label,pred_id,step,loss\n";
        for (int i = 0; csv.size() < 1'500'000; ++i)
            csv += QString("a,%1,%2,0.5\n").arg(i).arg(i).toUtf8();
        const auto log = open(csv);
        QVERIFY(log);
        for (const logs::Column& column : (*log)->table.columns)
            QVERIFY(column.kept || (*log)->kind == Kind::Predictions);
    }

    void rankingOnlyWhenChosen()
    {
        Options options;
        options.task = Task::Ranking;
        const auto log = open("query_id,relevance,rank\n1,1,1\n1,0,2\n2,0,1\n2,1,2\n", options);
        QVERIFY2(log, log ? "" : log.error().message.c_str());
        QCOMPARE((*log)->table.columns[*(*log)->query].name, std::string("query_id"));
        QCOMPARE((*log)->numbers(*(*log)->models[0].score)[1], -2.0);
        const auto result = evaluate(**log, {}, {});
        QVERIFY(result);
        QCOMPARE(result->groups[0].metrics.at("mrr"), 0.75);
        QVERIFY(opened("relevance,score\n1,0.5\n", options).contains("query_id"));
    }

    void userDecides()
    {
        Options options;
        options.label = "target";
        options.prediction = "filtered_resps";
        const QByteArray lines = "{\"doc_id\":0,\"target\":\"a\",\"filtered_resps\":[\"a\"],\"exact_match\":1.0}\n"
                                 "{\"doc_id\":1,\"target\":\"b\",\"filtered_resps\":[\"a\"],\"exact_match\":0.0}\n";
        QCOMPARE(opened(lines, options).left(18), QString("predictions binary"));
    }

    void zipIsRefused()
    {
        const auto log = open(QByteArray("PK\x03\x04zip", 7));
        QVERIFY(!log);
        QCOMPARE(log.error().code, ErrorCode::Unsupported);
        QVERIFY(log.error().message.find("inspect log convert") != std::string::npos);
    }

    void shapes()
    {
        const auto key = [this](const QByteArray& bytes) { return shapeKey((*open(bytes))->table); };
        const std::string first = key("a,b\n1,x\n");
        QCOMPARE(key("a,b\n2,y\n3,z\n"), first);
        QVERIFY(key("a,b\nw,x\n") != first);
        QVERIFY(key("b,a\nx,1\n") != first);
        QVERIFY(key("{\"a\":1,\"b\":\"x\"}\n{\"a\":1,\"b\":\"x\"}\n") != first);
    }
};

QTEST_GUILESS_MAIN(TestKnownFormats)
#include "tst_known_formats.moc"

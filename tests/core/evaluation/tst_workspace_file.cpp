#include "core/evaluation/workspace_file.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using namespace wg;
using namespace wg::evaluation;

class TestWorkspaceFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingComesBack()
    {
        SavedWorkspace saved;
        Options options;
        options.task = Task::Binary;
        options.label = "y";
        options.scores = {"a", "b"};
        options.positive = "bad";
        options.threshold = 0.25;
        options.join = Options::Join{"id", "/data/labels/l.csv"};
        options.use = {"language"};
        saved.logs = {{"/data/runs/one.csv", options, false, "ab12"}, {"/elsewhere/two.jsonl", {}, true, ""}};
        saved.runs = {"/data/runs/tb"};
        saved.unchosenModels = {"one.csv/b"};
        saved.candidate = "one.csv/c";
        saved.reference = "one.csv/a";
        saved.threshold = 0.5;
        saved.level = 0.9;
        saved.costFalseNegative = 5;
        saved.tab = "slices";
        saved.slices = {{"language", 0}, {"tokens", 4}};
        saved.sliceMetric = "f1";
        const std::string text = workspaceText(saved, "/data");
        QVERIFY(looksLikeWorkspace(text));
        const auto json = nlohmann::json::parse(text);
        QCOMPARE(json["logs"][0]["path"].get<std::string>(), std::string("runs/one.csv"));
        QCOMPARE(json["logs"][0]["columns"]["join"]["labels"].get<std::string>(), std::string("labels/l.csv"));
        QCOMPARE(json["logs"][1]["path"].get<std::string>(), std::string("/elsewhere/two.jsonl"));
        const auto back = parseWorkspace(text, "/data", "w.json");
        QVERIFY(back.has_value());
        QVERIFY(*back == saved);
        const auto moved = parseWorkspace(text, "/copy", "w.json");
        QVERIFY(moved.has_value());
        QCOMPARE(moved->logs[0].path, std::string("/copy/runs/one.csv"));
        QCOMPARE(moved->logs[1].path, std::string("/elsewhere/two.jsonl"));
    }

    void whatIsNoWorkspaceIsRefused()
    {
        QVERIFY(!looksLikeWorkspace("{\"panels\": []}"));
        QVERIFY(!looksLikeWorkspace(""));
        QVERIFY(!looksLikeWorkspace("{"));
        QCOMPARE(parseWorkspace("{}", "/", "w.json").error().code, ErrorCode::Parse);
        QCOMPARE(parseWorkspace("[1", "/", "w.json").error().code, ErrorCode::Parse);
        QCOMPARE(parseWorkspace("{\"watchglassEvaluate\": 2}", "/", "w.json").error().code, ErrorCode::Unsupported);
    }

    void wrongTypesCountAsNotSaid()
    {
        const auto read = parseWorkspace("{\"watchglassEvaluate\": 1, \"logs\": [3, {\"path\": 4}, {\"path\": \"a.csv\", "
                                         "\"columns\": {\"label\": 1, \"scores\": [2, \"s\"], \"task\": \"dance\"}}], "
                                         "\"level\": 7, \"slices\": [{\"column\": \"c\", \"bins\": -3}], \"cost\": 1}",
            "/f", "w.json");
        QVERIFY(read.has_value());
        QCOMPARE(read->logs.size(), std::size_t{1});
        QCOMPARE(read->logs[0].path, std::string("/f/a.csv"));
        QVERIFY(read->logs[0].options.label.empty());
        QVERIFY(!read->logs[0].options.task);
        QCOMPARE(read->logs[0].options.scores, std::vector<std::string>{"s"});
        QCOMPARE(read->level, 0.95);
        QCOMPARE(read->slices[0].second, 0);
    }
};

QTEST_GUILESS_MAIN(TestWorkspaceFile)
#include "tst_workspace_file.moc"

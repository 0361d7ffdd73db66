// Random PromQL of the whole language of 2.42 over RandomData, of the right types by construction. Header only.
#pragma once

#include "core/base/time.h"
#include "tests/helpers/promql_random_data.h"

#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace wg::test {

class QueryGenerator {
public:
    /// Instants after @ lie between `from` and `to`.
    QueryGenerator(unsigned seed, TimeMs from, TimeMs to) : m_dice(seed), m_from(from), m_to(to) { }

    Dice& dice() { return m_dice; }

    /// Whatever an instant query may be, mostly an instant vector.
    std::string instantQuery()
    {
        const std::int64_t roll = m_dice.between(1, 100);
        if (roll <= 5)
            return range(2);
        if (roll <= 6)
            return pick({"\"text\"", "'it\\'s'", "`raw \\n`", "(\"a\")", "\"\\u00e9\\x41\\101\\t\""});
        return rangeQuery();
    }
    std::string rangeQuery() { return m_dice.chance(7) ? scalar(2) : vector(3); }

    /// Must be refused, or fails on this data; one in some answers all the same.
    std::string brokenQuery() { return m_dice.chance(50) ? mistyped() : m_dice.chance(50) ? badExecution() : badText(); }

private:
    using Texts = std::vector<std::string>;

    std::string pick(const Texts& from) { return m_dice.pick(from); }
    std::string duration() { return pick({"30s", "1m", "2m", "5m", "7m30s", "15m", "1h", "90s", "1h5m", "20001ms"}); }
    std::string number()
    {
        return pick(
            {"0", "1", "2", "0.5", "-3", "10", "1e3", "NaN", "Inf", "-Inf", "7.25", "0x1F", "1e-3", ".5", "+2", "inf", "nan"});
    }
    std::string fraction() { return pick({"0", "0.1", "0.5", "0.9", "0.99", "1", "-1", "2", "NaN", "1 / 3"}); }
    std::string name()
    {
        return pick({"requests_total", "temperature", "sparse", "build_info", "latency_bucket", "crashes_total", "odd_values",
            "short_lived", "texts", "broken_bucket", "job:recorded:rate5m"});
    }
    std::string label() { return pick({"job", "instance", "code", "room", "le", "version", "id", "kind", "none", "__name__"}); }
    std::string labelList()
    {
        std::string out = "(";
        for (std::int64_t i = m_dice.between(0, 3); i > 0; --i)
            out += label() + (i > 1 ? ", " : m_dice.chance(10) ? "," : "");
        return out + ")";
    }

    std::string matcher(const std::string& metric)
    {
        static const std::map<std::string, Texts> kOfMetric{
            {"requests_total",
                {"job=\"api\"", "code!=\"200\"", "instance=~\"[ab].*\"", "job!~\"w.+\"", "code=~\"2..|5..\"",
                    "instance!~\".*:2\"", "instance=~\"a:1|b:1\"", "instance=~\"a|b:1\""}},
            {"temperature", {"room=\"lab\"", "room=~\"h.*|x\"", "instance!=\"c:1\"", "room!~\"(?i)LAB\""}},
            {"latency_bucket", {"le=~\".+\"", "le!=\"+Inf\"", "instance=\"a:1\"", "le=~\"0[.].|1\""}},
            {"broken_bucket", {"kind!=\"text\"", "kind=~\"s.*\"", "le=\"1\"", "le!~\"[+]Inf|two\""}},
            {"short_lived", {"run=~\"[0-3]\"", "run!=\"5\""}},
            {"texts", {"text=~\"(?i)Z.*|a \\\"b\\\"\"", "text=~\".*\\\\n.*\"", "text!=\"back\\\\slash\""}},
            {"sparse", {"id=\"1\""}},
            {"odd_values", {"id=\"x\"", "id!~\"x|\""}},
        };
        const auto own = kOfMetric.find(metric);
        if (own == kOfMetric.end() || m_dice.chance(15))
            return pick(
                {"none=\"\"", "none!=\"x\"", "none=~\"\"", "none=~\".*\"", "instance!=\"\"", "none!~\".+\"", "none=\"x\""});
        return pick(own->second);
    }
    std::string selector()
    {
        if (m_dice.chance(4))
            return pick({"{room=~\"hall|lab\"}", "{__name__=\"sparse\", id=\"1\"}", "{__name__=~\"temp.*\"}", "nothing_here",
                "{__name__=~\"sparse|build_info\"}", "{job=\"api\", __name__!~\"x\"}"});
        const std::string metric = name();
        std::string out = metric;
        if (m_dice.chance(35)) {
            out += "{" + matcher(metric);
            if (m_dice.chance(30))
                out += ", " + matcher(metric);
            out += m_dice.chance(10) ? ",}" : "}";
        }
        return out;
    }
    std::string instant()
    {
        const TimeMs at = m_dice.between(m_from / kSecond, m_to / kSecond);
        return pick({"start()", "end()", std::to_string(at), fmt::format("{}.{:03}", at, m_dice.between(0, 999))});
    }
    /// offset and @, in either order.
    std::string shift()
    {
        std::string out;
        const bool first = m_dice.chance(50);
        const std::string offset = m_dice.chance(15) ? " offset " + pick({"1m", "-2m", "13m", "1h", "1ms", "-90s"}) : "";
        const std::string at = m_dice.chance(10) ? " @ " + instant() : "";
        return first ? offset + at : at + offset;
    }

    std::string range(int depth)
    {
        if (depth > 0 && m_dice.chance(18)) {
            const std::string inner = m_dice.chance(50) ? functionCall(depth - 1) : "(" + vector(depth - 1) + ")";
            return inner + "[" + duration() + ":" + pick({"", "30s", "1m", "77s", "13s"}) + "]" + shift();
        }
        return selector() + "[" + duration() + "]" + shift();
    }

    std::string scalar(int depth)
    {
        if (depth == 0 || m_dice.chance(50))
            return number();
        switch (m_dice.between(0, 6)) {
        case 0:
            return "time()";
        case 1:
            return "pi()";
        case 2:
        case 3:
            return "scalar(" + vector(depth - 1) + ")";
        case 4:
            return pick({"-", "+"}) + "(" + scalar(depth - 1) + ")";
        case 5:
            return "(" + scalar(depth - 1) + " " + comparison() + " bool " + scalar(depth - 1) + ")";
        default:
            return m_dice.chance(70) ? "(" + scalar(depth - 1) + " " + arithmetic() + " " + scalar(depth - 1) + ")"
                                     : scalar(depth - 1) + " " + arithmetic() + " " + scalar(depth - 1);
        }
    }

    std::string arithmetic() { return pick({"+", "-", "*", "/", "^", "atan2"}); }
    /// % makes of a difference in the last digit one in the first: only of what is exact.
    std::string modulo()
    {
        return "("
            + pick({selector() + " % " + number(), number() + " % " + selector(), "time() % 7", "7.5 % -2",
                "requests_total{code=\"500\"} % ignoring (code) requests_total{code=\"200\"}"})
            + ")";
    }
    /// Where no digit depends on the order of a sum or on who wrote the cosine.
    std::string exact()
    {
        return pick({selector() + shift(),
            pick({"changes", "resets", "count_over_time", "max_over_time", "last_over_time"}) + "(" + range(0) + ")",
            "count by (instance) (" + selector() + ")", "topk(3, " + selector() + ")", "round(" + selector() + " / 3)"});
    }
    std::string comparison() { return pick({"==", "!=", ">", "<", ">=", "<="}); }
    std::string scalarOperator()
    {
        return m_dice.chance(50) ? arithmetic() : comparison() + (m_dice.chance(50) ? " bool" : "");
    }

    std::string vector(int depth)
    {
        if (depth == 0)
            return selector() + shift();
        if (m_dice.chance(2))
            return "(" + modulo() + " * " + selector() + ")";
        const std::int64_t roll = m_dice.between(1, 100);
        if (roll <= 8)
            return selector() + shift();
        if (roll <= 62)
            return functionCall(depth);
        if (roll <= 72)
            return "(" + vector(depth - 1) + " " + scalarOperator() + " " + scalar(1) + ")";
        if (roll <= 78)
            return "(" + scalar(1) + " " + (m_dice.chance(50) ? arithmetic() : comparison()) + " " + vector(depth - 1) + ")";
        if (roll <= 82)
            return pick({"-", "+"}) + vector(depth - 1);
        if (roll <= 86) // precedence and associativity, without parentheses
            return vector(depth - 1) + " " + pick({"+", "*", "^", "and", "or", "unless", "-", "> bool"}) + " "
                + vector(depth - 1) + " " + arithmetic() + " " + number();
        return matched(depth);
    }

    /// Something that takes [range:step] without parentheses.
    std::string functionCall(int depth)
    {
        if (depth == 0)
            return m_dice.chance(30) ? "vector(" + number() + ")" : "abs(" + selector() + ")";
        const std::int64_t roll = m_dice.between(1, 100);
        return roll <= 38 ? ofRange(depth) : roll <= 66 ? aggregate(depth) : roll <= 84 ? ofVector(depth) : special(depth);
    }

    std::string ofRange(int depth)
    {
        const std::int64_t roll = m_dice.between(1, 100);
        if (roll <= 8)
            return "quantile_over_time(" + fraction() + ", " + range(depth) + ")";
        if (roll <= 14)
            return "predict_linear(" + range(depth) + ", " + pick({"0", "60", "-600", "3600.5", "scalar(sparse)"}) + ")";
        if (roll <= 19)
            return "holt_winters(" + range(depth) + ", " + pick({"0.1", "0.5", "0.9"}) + ", " + pick({"0.1", "0.5", "0.99"})
                + ")";
        if (roll <= 55)
            return pick({"rate", "increase", "irate", "delta", "idelta", "changes", "resets", "deriv"}) + "(" + range(depth)
                + ")";
        return pick({"avg", "max", "min", "sum", "count", "last", "stddev", "stdvar", "present", "absent"}) + "_over_time("
            + range(depth) + ")";
    }

    std::string aggregate(int depth)
    {
        const std::string grouping = m_dice.chance(25) ? "" : pick({"by ", "without "}) + labelList();
        const auto call = [&](const std::string& op, const std::string& arguments) {
            return m_dice.chance(70) ? op + " " + grouping + " (" + arguments + ")" : op + "(" + arguments + ") " + grouping;
        };
        const std::int64_t roll = m_dice.between(1, 100);
        if (roll <= 16)
            return call(pick({"topk", "bottomk"}),
                pick({"1", "2", "3", "0", "100", "-1", "2.9", "scalar(sparse{id=\"1\"})"}) + ", " + vector(depth - 1));
        if (roll <= 26)
            return call("quantile", fraction() + ", " + vector(depth - 1));
        if (roll <= 34)
            return call("count_values", // the label holds all digits
                pick({"\"value\"", "\"code\"", "'instance'"}) + ", " + exact());
        return call(pick({"sum", "avg", "min", "max", "count", "stddev", "stdvar", "group"}), vector(depth - 1));
    }

    std::string ofVector(int depth)
    {
        const std::string inner = vector(depth - 1);
        switch (m_dice.between(0, 9)) {
        case 0:
            return "clamp(" + inner + ", " + number() + ", " + number() + ")";
        case 1:
            return pick({"clamp_min", "clamp_max"}) + "(" + inner + ", " + scalar(1) + ")";
        case 2:
            return "round(" + inner + pick({"", ", 5", ", 0.1", ", -2", ", 0"}) + ")";
        case 3:
        case 4:
            return pick({"timestamp", "sort", "sort_desc", "absent", "sgn"}) + "(" + inner + ")";
        case 5:
            return pick({"hour", "minute", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year"})
                + "(" + pick({"", "timestamp(" + inner + ")", "vector(time() * 37)", "vector(-123456789)", "sparse * 1e7"})
                + ")";
        case 6:
            if (m_dice.chance(40)) // of large numbers they say nothing but the last digit
                return pick({"sin", "cos", "tan"}) + "(clamp(" + inner + ", -1e3, 1e3))";
            return pick({"asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "deg", "rad"}) + "(" + inner
                + ")";
        default:
            return pick({"abs", "ceil", "floor", "sqrt", "exp", "ln", "log2", "log10"}) + "(" + inner + ")";
        }
    }

    std::string special(int depth)
    {
        switch (m_dice.between(0, 7)) {
        case 0:
            return "vector(" + scalar(1) + ")";
        case 1:
        case 2:
            return "label_replace(" + vector(depth - 1) + ", " + pick({"\"host\"", "\"instance\"", "\"__name__\"", "\"code\""})
                + ", " + pick({"\"$1-x\"", "\"\"", "\"${2}y$1\"", "\"n$0\"", "\"$name\"", "\"$$\""}) + ", "
                + pick({"\"instance\"", "\"none\"", "\"job\"", "\"__name__\""}) + ", "
                + pick({"\"(.*):(.*)\"", "\"(?P<name>.).*\"", "\"a\"", "\".*\"", "\"\"", "\"(a|b|api|temp)(.*)\""}) + ")";
        case 3:
            return "label_join(" + vector(depth - 1) + ", " + pick({"\"joined\"", "\"instance\"", "\"__name__\""}) + ", "
                + pick({"\"-\"", "\"\"", "\", \""}) + pick({"", ", \"job\"", ", \"instance\", \"none\", \"code\""}) + ")";
        case 4:
            return pick({"histogram_count", "histogram_sum"}) + "(" + vector(depth - 1) + ")";
        case 5:
            return "histogram_quantile(" + fraction() + ", " + vector(depth - 1) + ")";
        case 6:
            return "histogram_quantile(" + fraction() + ", "
                + pick({"broken_bucket", "rate(broken_bucket[" + duration() + "])", "latency_bucket",
                    "sum by (le) (latency_bucket)", "-broken_bucket"})
                + ")";
        default:
            return "histogram_quantile(" + fraction() + ", sum by (le, instance) (rate(latency_bucket[" + duration() + "])))";
        }
    }

    /// Both sides have one series per matching group, mostly.
    std::string matched(int depth)
    {
        const std::string inner = vector(depth - 1);
        const std::string matching = pick({"on ", "ignoring "}) + labelList();
        switch (m_dice.between(0, 8)) {
        case 0:
        case 1:
            return "(" + inner + " " + pick({"and", "or", "unless"}) + " " + pick({"", matching}) + " " + vector(depth - 1)
                + ")";
        case 2:
            return "(sum by (instance) (" + inner + ") " + scalarOperator() + " on (instance) avg by (instance) ("
                + vector(depth - 1) + "))";
        case 3:
            return "(requests_total{code=\"500\"} " + scalarOperator() + " ignoring (code) requests_total{code=\"200\"}"
                + shift() + ")";
        case 4:
            return "(" + pick({"temperature", "requests_total", "rate(requests_total[5m])"}) + " " + scalarOperator()
                + " on (instance) group_left " + pick({"", "(version)", "(version, room)", "()"}) + " build_info)";
        case 5:
            return "(" + inner + " " + scalarOperator() + " " + inner + ")";
        case 6:
            return "(build_info " + scalarOperator() + " on (instance) group_right " + pick({"()", "(version)"}) + " " + inner
                + ")";
        case 7:
            return "(" + selector() + " " + scalarOperator() + " ignoring (id, run, __name__) " + selector() + ")";
        default:
            return "(count by (instance) (" + inner + ") " + scalarOperator()
                + " ignoring (none) group_left sum by (instance) (" + vector(depth - 1) + "))";
        }
    }

    /// Well-formed, of a wrong type or a wrong number of arguments.
    std::string mistyped()
    {
        switch (m_dice.between(0, 15)) {
        case 0:
            return pick({"rate", "sum_over_time", "deriv"}) + "(" + vector(1) + ")";
        case 1:
            return pick({"abs", "sum", "sort", "timestamp"}) + "(" + range(1) + ")";
        case 2:
            return pick({"abs", "histogram_sum", "count"}) + "(" + number() + ")";
        case 3:
            return pick({"abs", "rate", "time", "vector", "label_replace", "clamp", "round", "hour", "quantile_over_time",
                       "sum", "topk", "quantile", "count_values", "label_join"})
                + "(" + pick({"", selector() + ", " + selector(), selector() + "[5m], 1, 2", "\"a\", 1"}) + ")";
        case 4:
            return selector() + " " + pick({"and", "or", "unless"}) + " " + number();
        case 5:
            return number() + " " + comparison() + " " + number();
        case 6:
            return selector() + " " + arithmetic() + " bool " + selector();
        case 7:
            return selector() + " " + pick({"and", "or"}) + " on (job) " + pick({"group_left", "group_right"}) + " "
                + selector();
        case 8:
            return "no_such_function(" + vector(1) + ")";
        case 9:
            return pick({"\"a\"", "-\"a\"", "\"a\" + 1", "1 + \"a\"", "sum(\"a\")", "topk(\"a\", sparse)", "vector(\"1\")"})
                + " " + pick({"", "* 2", "or sparse"});
        case 10:
            return vector(1) + " " + arithmetic() + " " + range(0);
        case 11:
            return "-" + range(0);
        case 12:
            return number() + " " + arithmetic() + " on (job) " + selector();
        case 13:
            return selector() + " * on (job, instance) group_left (job) " + selector();
        case 14:
            return "(" + range(0) + ")";
        default:
            return "count_values(" + selector() + ", " + selector() + ")";
        }
    }

    /// Well-typed, but fails when it runs (mostly).
    std::string badExecution()
    {
        switch (m_dice.between(0, 9)) {
        case 0:
            return "rate({__name__=~\".+_total|sparse|temp.*|texts\"}[" + duration() + "])";
        case 1:
            return selector() + " " + scalarOperator() + " on (" + label() + ") " + selector();
        case 2:
            return selector() + " " + scalarOperator() + " on (" + label() + ") group_left " + selector();
        case 3:
            return "label_replace(" + selector() + ", " + pick({"\"a b\"", "\"\"", "\"0\"", "\"ok\""}) + ", \"$1\", "
                + pick({"\"job\"", "\"a-b\""}) + ", " + pick({"\"(\"", "\"*\"", "\"a\"", "\"[\"", "\"a{1001}\"", "\"\\\\8\""})
                + ")";
        case 4:
            return "label_join(" + selector() + ", " + pick({"\"a b\"", "\"\"", "\"ok\""}) + ", \"-\", "
                + pick({"\"job\"", "\"x y\""}) + ")";
        case 5:
            return "holt_winters(" + selector() + "[5m], " + pick({"0", "1", "-1", "NaN", "0.5"}) + ", "
                + pick({"0", "2", "1.5"}) + ")";
        case 6:
            return "count_values(" + pick({"\"a b\"", "\"\"", "\"0x\""}) + ", " + selector() + ")";
        case 7:
            return "label_replace(" + selector() + ", \"instance\", \"same\", \"instance\", \".*\")";
        case 8:
            return pick({"topk", "bottomk"}) + "(" + pick({"NaN", "Inf", "1e30", "-1e30", "-Inf"}) + ", " + selector() + ")";
        default:
            return selector() + " " + arithmetic() + " ignoring (" + label() + ") group_right " + selector();
        }
    }

    /// Not PromQL.
    std::string badText()
    {
        const Texts whole{"", " ", "#", "{}", "{job=~\".*\"}", "1[5m]", "sum(", "sum)", "a b", "a{", "a{b}", "a{b=}", "a{b=c}",
            "a{b=\"c\"", "a{b=~\"(\"}", "a[", "a[5]", "a[5m", "a[5m]]", "a[0s]", "a[-5m]", "a[5m:]]", "a[5y5m5y]", "a offset",
            "a offset 5", "a offset 5m offset 6m", "a @", "a @ b", "a @ start", "a @ 1 @ 2", "1 offset 5m",
            "a[5m] offset 1m[5m]", "sum by a", "sum by (a b) (x)", "sum by (1) (x)", "by (a)", "sum without", "a and and b",
            "a + ", "* a", "a ! b", "a = b", "a == = b", "a bool b", "a on (x) b", "a + on x b", "a + group_left b",
            "a + on () group_left(", "\"abc", "'abc", "`abc", "\"\\q\"", "1e", "0x", "1.2.3", "1a", "5m", "a{b=\"\\xff\\q\"}",
            "a[5m:5m:5m]", "rate(a[5m]", "()", "(a", "a)", "topk by (x)", "a{,}", "a{b=\"c\",,}", "a{b=\"c\" d=\"e\"}",
            "{__name__=\"\"}", "a{__name__=\"b\"}", "a:b:c{d:e=\"f\"}", "a[5m:1s] @ 1 [5m]", "a\xc3\xa9", "a?b", "a$", "a\\b",
            "start()", "end() + 1", "offset", "on", "1 2", "1_000", "a[300]", "a % b % ", "!= a", "a !~ b", "1 atan3 2", "-",
            "- -", "sum(a) by", "sum by () (a) by ()", "limitk(1, a)", "mad_over_time(a[5m])", "{\"a.b\"}", "sum(a,)",
            "abs(a,)", "abs(,a)", "@ 5", "a @ -inf", "a @ nan", "a[1h:] offset", "bool", "nan()", "Inf 1", "min_of(1, 2)",
            "a @ 1e30", "a[5m] [5m]", "(1 + )", "a / / b"};
        if (m_dice.chance(70))
            return pick(whole);
        std::string text = vector(2);
        const auto at = static_cast<std::size_t>(m_dice.between(0, static_cast<std::int64_t>(text.size()) - 1));
        if (m_dice.chance(50))
            text.resize(at);
        else
            text.insert(
                at, pick({")", "(", "[", "]", "{", "}", ",", "\"", " by ", " + ", " 1 ", "=", "!", "@", ":", " bool "}));
        return text;
    }

    Dice m_dice;
    TimeMs m_from;
    TimeMs m_to;
};

} // namespace wg::test

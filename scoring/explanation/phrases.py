"""What an explanation says, by stable key: Chinese first, English beside it."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.explanation.case_phrases import CASES
from scoring.explanation.check_phrases import CHECK_PHRASES
from scoring.explanation.relation_phrases import RELATED
from scoring.explanation.time_phrases import TIME
from scoring.notes import Words

PHRASES: Mapping[str, Words] = {
    # who, when, how it ended
    "heading": Words("{title}（{version}）：{subject}", "{title} ({version}): {subject}"),
    "named": Words("{name}（{subject}）", "{name} ({subject})"),
    "period": Words(
        "周期 {label}（{start} 至 {end}），截止日 {as_of}",
        "period {label} ({start} to {end}), as of {as_of}",
    ),
    "graded": Words("已评：总分 {total}，等次 {grade}", "graded: total {total}, grade {grade}"),
    "graded_plain": Words("已评：等次 {grade}", "graded: grade {grade}"),
    "not_graded": Words("未评：{reason}", "not graded: {reason}"),
    "pending": Words("待定：{reason}", "pending: {reason}"),
    "evidence": Words("证据 {count} 条", "records of evidence: {count}"),
    # headings of the parts
    "history": Words("往期", "history"),
    "measures": Words("统计口径", "measures"),
    "points": Words("得分", "points"),
    "decision": Words("等次", "grade"),
    "places": Words("名次", "places"),
    "lists": Words("名单", "lists"),
    "triggers": Words("处置", "triggers"),
    "rewards": Words("系数和奖励", "coefficients and awards"),
    "cautions": Words("提示", "cautions"),
    # history
    "tally": Words("{name} = {value}{basis}", "{name} = {value}{basis}"),
    "tally_earlier": Words("{name}（往期） = {value}{basis}", "{name} (earlier) = {value}{basis}"),
    "at_least": Words("至少 {value}", "at least {value}"),
    "mention": Words("{period}：{verdict}{origin}", "{period}: {verdict}{origin}"),
    "origin": Words("（{file} 第 {row} 行）", " ({file}, row {row})"),
    "counts": Words("计入", "counts"),
    "counts_here": Words("本期计入", "counts, this period"),
    "not": Words("不计", "does not count"),
    "not_here": Words("本期不计", "does not count, this period"),
    "skipped": Words("未评，跳过", "not graded, passed over"),
    "spent": Words("已用，此前的不再算", "used up; what is earlier no longer counts"),
    "before": Words("此前没有往期结果，按零", "before all history, counted as none"),
    "unknown": Words("不明：{why}", "unknown: {why}"),
    "recalled": Words("取自这一期", "taken from here"),
    "absent": Words("没有参加考评", "took no part"),
    "shadow": Words("仅计分，不算往期结果", "scored without effect: no history"),
    "other": Words("“{holder}”不同，不算", "another “{holder}” then: does not count"),
    **CHECK_PHRASES,
    # points
    "measure": Words("{name} = {value}{basis}", "{name} = {value}{basis}"),
    "beside": Words("同组比较{group}：{value}", "beside its group{group}: {value}"),
    "item": Words("“{item}”：{values}", "“{item}”: {values}"),
    "item_weight": Words("权数 {weight}", "weight {weight}"),
    "indicator": Words("{name}：{points}", "{name}: {points}"),
    "indicator_of": Words("{name}：{points}（分值 {full}）", "{name}: {points} (of {full})"),
    "indicator_pending": Words("{name}：待定", "{name}: pending"),
    "start": Words("起评分 {points}", "start {points}"),
    "not_delivered": Words(
        "没有收到“{kind}”，无从加减分", "no “{kind}” was delivered, so nothing was found"
    ),
    "no_hits": Words("没有符合规则的记录", "no record met a rule"),
    "rule": Words(
        "规则“{rule}” {points}，{hits} 条记录{basis}",
        "rule “{rule}” {points}, records: {hits}{basis}",
    ),
    "condition": Words("条件：{when}", "condition: {when}"),
    "scorer": Words("，考核单位：{scorer}", "; supplied by {scorer}"),
    "cap": Words("本条最多 {cap}", "at most {cap} by this rule"),
    "cap_each": Words("每次最多 {cap}", "at most {cap} each time"),
    "cap_daily": Words("每日最多 {cap}", "at most {cap} a day"),
    "cap_monthly": Words("每月最多 {cap}", "at most {cap} a month"),
    "cap_together": Words("最多 {cap}", "at most {cap}"),
    "together": Words("与 {rules} 合计：{caps}", "together with {rules}: {caps}"),
    "occurrence": Words("第 {number} 次 {points}", "time {number}: {points}"),
    "occurrences": Words("第 {number} 次起 {points}", "from time {number} on: {points}"),
    "contest_highest": Words("与 {rules} 取最高", "the heaviest of this and {rules} counts"),
    "contest_first": Words(
        "与 {rules} 取首个", "of this and {rules} the first in the policy counts"
    ),
    "finding": Words("{date}证据“{evidence}” {points}", "{date}evidence “{evidence}” {points}"),
    "actuals": Words("：{values}", ": {values}"),
    "lost": Words("；原为 {raw}，{causes}", "; was {raw}, {causes}"),
    "each_cap": Words("超过每次上限", "beyond the limit of one time"),
    "rival_rule": Words("另一条规则已计", "another rule counts instead"),
    "rule_in_doubt": Words("前面的规则是否成立不明", "whether a rule before it holds is not known"),
    "one_matter": Words("同一事项只计一次", "one matter counts once"),
    "daily_cap": Words("超过每日上限", "beyond the limit of a day"),
    "monthly_cap": Words("超过每月上限", "beyond the limit of a month"),
    "rule_cap": Words("超过本条上限", "beyond the cap of the rule"),
    "joint_daily_cap": Words("超过每日合计上限", "beyond the joint limit of a day"),
    "joint_monthly_cap": Words("超过每月合计上限", "beyond the joint limit of a month"),
    "joint_cap": Words("超过合计上限", "beyond the joint limit"),
    "valued": Words("取值 {value}，得 {points}", "value {value} gives {points}"),
    "valued_rounded": Words(
        "取值 {value}，得 {raw}，舍入为 {points}",
        "value {value} gives {raw}, rounded to {points}",
    ),
    "valued_missing": Words("取值 {value} 缺失，计 {points}", "value {value} is missing: {points}"),
    "valued_mean": Words(
        "取值 {value} 缺失，按组均计 {points}",
        "value {value} is missing and takes its group's mean: {points}",
    ),
    "decided": Words("决策表：{values}，{rows}得 {points}", "table: {values}; {rows}{points}"),
    "decided_rows": Words("第 {rows} 行符合，", "rows that hold: {rows}, which give "),
    "stepped": Words("第 {number} 步{label}：{points}", "step {number}{label}: {points}"),
    "label": Words("“{label}”", " “{label}”"),
    "deviation": Words(
        "目标 {target}，{sides} 扣 {deduct}，不足一档{part}",
        "target {target}, {sides} deducts {deduct}, a part of a step {part}",
    ),
    "each_below": Words("每低 {step}", "each {step} below"),
    "each_above": Words("每高 {step}", "each {step} above"),
    "or": Words("、", ", "),
    "part_in_proportion": Words("按比例计", "counts in proportion"),
    "part_drop": Words("不计", "does not count"),
    "part_whole_step": Words("按一档计", "counts as a step"),
    "down_to": Words("，最低 {floor}", ", down to {floor}"),
    "bracket": Words(
        "{low} 至 {high} 的部分 {amount} × {rate} = {points}",
        "from {low} to {high}: {amount} × {rate} = {points}",
    ),
    "whole_bracket": Words("{value} × {rate} = {points}", "{value} × {rate} = {points}"),
    "picked": Words(
        "{all} 项中任选 {pick} 项得 {full}；每多 1 项加 {each}，最多加 {most}",
        "any {pick} of {all} give {full}; each one more adds {each}, at most {most}",
    ),
    "picked_plain": Words("{all} 项中任选 {pick} 项得 {full}", "any {pick} of {all} give {full}"),
    "weight": Words(
        "权重 {weight}：{before} 计入 {after}", "weight {weight}: {before} goes up as {after}"
    ),
    "restored": Words(
        "有的指标不计，其余按满分折算：{before} 折为 {after}",
        "without the indicators left out, the rest is scaled to the full mark: {before} to {after}",
    ),
    "bonus_stop": Words(
        "加到满分为止：{before} 计入 {after}", "only up to the full mark: {before} counts {after}"
    ),
    "item_rounding": Words("{before} 舍入为 {after}", "{before} is rounded to {after}"),
    "indicator_not_applicable": Words("{name}：不适用，不计", "{name}: does not apply"),
    "indicator_excluded": Words(
        "{name}：取值缺失，剔除折算", "{name}: its value is missing, so it is left out"
    ),
    "computed": Words("{value}（{actuals}）", "{value} ({actuals})"),
    "zero": Words(
        "{before} 低于零，扣完为止，计 {after}", "{before} is below zero and counts as {after}"
    ),
    "full": Words("{before} 超过分值，计 {after}", "{before} is above full points: {after}"),
    "limit_floor": Words("{before} 低于最低分，计 {after}", "{before} is below the floor: {after}"),
    "limit_cap": Words("{before} 超过最多分，计 {after}", "{before} is above the cap: {after}"),
    "low": Words(
        "总分 {before} 低于下限，计 {after}", "total {before} is below its range: {after}"
    ),
    "high": Words(
        "总分 {before} 超过上限，计 {after}", "total {before} is above its range: {after}"
    ),
    "rounding": Words("总分 {before} 舍入为 {after}", "total {before} is rounded to {after}"),
    "zeroed": Words("一票否决：总分 {before} 计为 0", "veto: the total {before} becomes 0"),
    "total": Words("总分 {total}", "total {total}"),
    # grade
    "band": Words("等次 {grade}", "grade {grade}"),
    "before_veto": Words("否决之前：{grade}", "before vetoes: {grade}"),
    "after_veto": Words("否决之后：{grade}", "after vetoes: {grade}"),
    "veto": Words("一票否决“{name}”，{effect}{basis}", "veto “{name}”: {effect}{basis}"),
    "direct": Words(
        "直接评定“{name}”，评为 {grade}{basis}", "direct grade “{name}”: {grade}{basis}"
    ),
    "quota": Words("比例控制“{name}”：{told}{basis}", "quota “{name}”: {told}{basis}"),
    "room": Words(
        "{grade} 名额 {room}{approved}，已评 {size} 个{group}",
        "{grade} has room for {room}{approved} of {size} graded{group}",
    ),
    "approved": Words("（经批准放宽）", " (widened by approval)"),
    "candidate": Words("按名次第 {place}（共 {candidates} 个）", "place {place} of {candidates}"),
    "direct_first": Words("（直接评定的在前）", " (direct grades come first)"),
    "cut_tied": Words("（名额处并列，都不列入）", " (tied at the cut, so none is let in)"),
    "seated": Words("在名额之内，{grade}", "there is room: {grade}"),
    "displaced": Words("超出比例，降为 {grade}", "there is no room: down to {grade}"),
    "beyond": Words(
        "超出比例，只作提示，仍为 {grade}", "there is no room, which is only noted: still {grade}"
    ),
    "quota_provisional": Words(
        "；暂定：组内尚有待定对象", "; provisional: the group holds a pending subject"
    ),
    "effect_zero": Words("总分计为 0", "the total becomes 0"),
    "effect_force": Words("定为 {grade}", "the grade is {grade}"),
    "effect_cap": Words("至多 {grade}", "at best {grade}"),
    "effect_bar": Words("不得评为最高等次", "barred from the top grade"),
    "effect_step_down": Words("降 {steps} 等", "{steps} grades lower"),
    # conclusions
    "place": Words(
        "{rank}：第 {place} 名，倒数第 {last}，共 {size} 个{group}",
        "{rank}: place {place}, {last} from the last, of {size}{group}",
    ),
    "tied": Words("，{count} 个并列", "; {count} share the place"),
    "group": Words("（{group}）", " ({group})"),
    "provisional": Words(
        "，暂定：组内尚有待定对象", "; provisional: its group holds a pending subject"
    ),
    "rests": Words(
        "，暂定：依据的名次或者数值可能变化",
        "; provisional: a place or value it rests on may change",
    ),
    "listed": Words("列入“{name}”{basis}", "on “{name}”{basis}"),
    "list_tied": Words(
        "未列入“{name}”：名次并列，并列的不列入{basis}",
        "not on “{name}”: it ties at the cut, and who ties is left out{basis}",
    ),
    "list_pending": Words("“{name}”待定：条件不明", "“{name}” pending: its condition is unknown"),
    "case": Words("“{name}”{action}{basis}", "“{name}”{action}{basis}"),
    "action": Words("：{action}", ": {action}"),
    "recipients": Words("报送 {recipients}", "goes to {recipients}"),
    "deadline": Words("期限 {deadline}", "due {deadline}"),
    "deadline_provisional": Words("期限 {deadline}（暂定）", "due {deadline} (provisional)"),
    "level": Words("递进第 {level} 级，共 {of} 级", "rung {level} of {of}"),
    "trigger_pending": Words(
        "“{name}”待定：条件不明", "“{name}” pending: its condition is unknown"
    ),
    "coefficient": Words(
        "{name} {value}，建议由{applied_by}运用{sign}{basis}",
        "{name} {value}, recommended to {applied_by}{sign}{basis}",
    ),
    "coefficient_pending": Words("{name}待定", "{name} is pending"),
    "coefficient_provisional": Words(
        "暂定：依据的名次是暂定的", "provisional: the place it rests on is"
    ),
    "mode_direct": Words("系数 {factor}", "coefficient {factor}"),
    "mode_uplift": Words("上浮 {factor}", "uplift {factor}"),
    "mode_uplift_on": Words(
        "基数 {base} + {factor} = {computed}", "base {base} + {factor} = {computed}"
    ),
    "mode_multiply": Words(
        "基数 {base} × {factor} = {computed}", "base {base} × {factor} = {computed}"
    ),
    "limited": Words("舍入、限制后为 {value}", "{value} after rounding and limits"),
    "award": Words("{name} {amount} 元{sign}{basis}", "{name} {amount} yuan{sign}{basis}"),
    "award_pending": Words("{name}待定", "{name} is pending"),
    "award_equal": Words(
        "{pool} 元平均分给 {winners} 个对象", "{pool} yuan shared equally by {winners}"
    ),
    "award_weighed": Words(
        "{pool} 元由 {winners} 个对象按比例分：{weight} / {weights}",
        "{pool} yuan shared in proportion by {winners}: {weight} of {weights}",
    ),
    "award_fixed": Words("定额 {weight} 元", "fixed share {weight} yuan"),
    "award_capped": Words("一个对象最多 {cap} 元", "at most {cap} yuan each"),
    "award_provisional": Words(
        "暂定：还有对象可能参加分配，或者依据的等次、名次可能变化",
        "provisional: somebody may yet join the pool, or a grade or place it rests on may change",
    ),
    "settlement": Words("兑现（签字截止 {cut_off}）", "settlement (signatures until {cut_off})"),
    "status_settled": Words("{name}：已兑现", "{name}: settled"),
    "status_refused": Words("{name}：有一方不同意", "{name}: a party refused"),
    "status_unsigned": Words("{name}：没有签齐", "{name}: not all have signed"),
    "status_pending": Words("{name}：待定", "{name}: pending"),
    "status_provisional": Words("{name}：暂定，不兑现", "{name}: provisional and not settled"),
    "settled_amount": Words("，{amount} 元", ", {amount} yuan"),
    "agreed": Words(
        "{sign_off}：{party} 同意（{who}，{date}）", "{sign_off}: {party} agrees ({who}, {date})"
    ),
    "disagreed": Words(
        "{sign_off}：{party} 不同意（{who}，{date}）", "{sign_off}: {party} refuses ({who}, {date})"
    ),
    "nobody_signed": Words(
        "{sign_off}：{party} 没有有效签字", "{sign_off}: {party} has no valid signature"
    ),
    "signature_rejected": Words(
        "退回的签字（{file} 第 {row} 行）：{reason}", "rejected ({file}, row {row}): {reason}"
    ),
    "to_sign": Words("，待签字（{sign}）", ", to be signed ({sign})"),
    "digest": Words("签字摘要 {digest}", "digest to sign {digest}"),
    "caution": Words("{place}：{words}", "{place}: {words}"),
    "caution_counted": Words("{place}：{words}（{count} 次）", "{place}: {words} ({count} times)"),
    # small words
    "basis": Words("（依据 {basis}）", " (basis: {basis})"),
    "illustrative": Words("示例", "illustrative"),
    "missing": Words("未填", "missing"),
    "true": Words("是", "yes"),
    "false": Words("否", "no"),
    "days": Words("{days} 天", "{days} days"),
    "comma": Words("，", ", "),
    # what would lift a subject
    "lift": Words("怎样能评为“{grade}”", "what would make it “{grade}”"),
    "lift_best": Words("已经是最高的等次", "it has the best grade there is"),
    "lift_already": Words("已经达到“{grade}”", "it already has “{grade}”"),
    "lift_state": Words("没有等次，无从提高", "it has no grade that could be lifted"),
    "lift_veto": Words("不可能：有一票否决", "impossible: a veto holds"),
    "lift_nothing": Words(
        "没有找到办法：试过的 {tries} 种改变都达不到（没有试日期、文本、无次序的类别、对象的字段）",
        "no way was found among the {tries} changes tried (dates, texts, words without an order "
        "and fields of the subject are not)",
    ),
    "lift_seat": Words(
        "达到标准的办法有，但是都没有名额",
        "there are ways to meet the standards, but no room for one more",
    ),
    "lift_spent": Words(
        "试了 {tries} 种改变没有找到，未再试下去",
        "{tries} changes were tried in vain; more were not tried",
    ),
    "lift_option": Words(
        "办法 {number}：改变 {count} 条记录，总分 {total}，等次 {grade}{proof}",
        "way {number}: records otherwise: {count}; total {total}, grade {grade}{proof}",
    ),
    "lift_option_plain": Words(
        "办法 {number}：改变 {count} 条记录，等次 {grade}{proof}",
        "way {number}: records otherwise: {count}; grade {grade}{proof}",
    ),
    "lift_smallest": Words("（同类办法里最少）", " (the smallest of its sort)"),
    "lift_irreducible": Words("（缺一不可）", " (none of these can be left out)"),
    "lift_without": Words("没有 {record}", "without {record}"),
    "lift_reading": Words(
        "{record} 的“{field}”由 {before} 变为 {after}",
        "“{field}” of {record} is {after}, not {before}",
    ),
    "lift_more": Words("再有 {count} 条“{kind}”{values}", "more “{kind}”: {count}{values}"),
    "lift_verified": Words(
        "以上办法都按改变后的证据重新评过；其他对象不变",
        "each way was assessed anew with the evidence changed and everybody else as they are",
    ),
    "record": Words("“{kind}”{date}“{id}”", "“{kind}” {date}“{id}”"),
    "dated": Words("{date} ", "{date} "),
    # why not
    "why_not": Words("为什么不是“{name}”", "why not “{name}”"),
    "why_is": Words("“{name}”成立", "“{name}” holds"),
    "why_better": Words("已评为更高的等次 {grade}", "the grade is better: {grade}"),
    "why_state": Words("{reason}，没有等次", "no grade: {reason}"),
    "why_fails": Words("不成立：{when}", "does not hold: {when}"),
    "why_unknown": Words("不明：{when}", "is unknown: {when}"),
    "why_or": Words("以下一项都不成立", "none of these holds"),
    "why_standards": Words("标准的条件成立，但是", "the standards are met, but"),
    "why_first": Words(
        "条件成立，但是先符合了“{grade}”", "the condition holds, but “{grade}” comes first"
    ),
    "why_no_records": Words("没有“{kind}”的记录", "there is no record of “{kind}”"),
    "why_records": Words("{count} 条“{kind}”", "records of “{kind}”: {count}"),
    "why_met": Words("{count} 条符合", "records that meet it: {count}"),
    "why_of": Words("{count} 条 {told}（{ids}）", "{told}; records: {count} ({ids})"),
    "why_and_others": Words("等", ", …"),
    "why_by_place": Words("没有标准，按名次产生", "there is no standard, places give it"),
    # near a line
    "near_nobody": Words(
        "没有对象的总分离界线在 {within} 以内", "nobody's total is within {within} of a line"
    ),
    "near_line": Words(
        "总分 {sign} {at}（{names}）：{within} 以内 {count} 个",
        "total {sign} {at} ({names}): within {within}: {count}",
    ),
    "near_above": Words(
        "{subject}：总分 {total}，高出 {distance}，{grade}",
        "{subject}: total {total}, {distance} above, {grade}",
    ),
    "near_below": Words(
        "{subject}：总分 {total}，差 {distance}，{grade}",
        "{subject}: total {total}, {distance} short, {grade}",
    ),
    "near_by": Words(
        "下列 {count} 条证据中少了任何一条，就在界线另一边",
        "without any one of these it would be on the other side; records: {count}",
    ),
    "near_by_none": Words("没有哪一条证据单独起决定作用", "no single record decides on which side"),
    "near_untried": Words("未逐条试过", "not tried record by record"),
    "near_finding": Words("规则“{rule}” {finding}", "rule “{rule}” {finding}"),
    **CASES,
    **RELATED,
    **TIME,
}

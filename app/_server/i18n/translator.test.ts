import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import en from "#messages/en.json" with { type: "json" };
import zh from "#messages/zh-CN.json" with { type: "json" };

const says = {
  chinese: createTranslator({ locale: "zh-CN", messages: zh }),
  english: createTranslator({ locale: "en", messages: en }),
};

test("what a month lacks is named, and only that", () => {
  const lacks = { villages: 1, projects: 4, shares: 0, remarks: 0 };
  expect(says.chinese("refused.filing.incomplete", lacks)).toBe(
    "尚未报齐：1 个村（居）没有收入；4 个项目没有月报；仍要提交，请勾选确认",
  );
  expect(says.english("refused.filing.incomplete", lacks)).toBe(
    "Incomplete: 1 village without income; 4 projects without a report; tick the confirmation to file it anyway",
  );
});

test("a row that cannot be used names the field, one without a column of its own too", () => {
  const lacks = { field: "owner", why: "required" };
  expect(says.chinese("intake.says.invalid", lacks)).toBe("责任人：此项必填");
  expect(says.english("intake.says.invalid", lacks)).toBe("Owner: this is required");
  expect(says.chinese("intake.says.invalid", { field: "level", why: "unusable" })).toBe(
    "此项填写有误，请核对",
  );
});

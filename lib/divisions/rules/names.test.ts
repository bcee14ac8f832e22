import { expect, test } from "vitest";
import { nameIn } from "./names.ts";

test.each([
  ["白交祠", "Baijiaoci 白交祠"],
  ["莲花镇", "Lianhua Zhen 莲花镇"],
  ["祥平街道", "Xiangping Jiedao 祥平街道"],
  ["同安区", "Tong'an Qu 同安区"],
  ["竹坝农场", "Zhuba Nongchang 竹坝农场"],
  ["龙西社区", "Longxi Shequ 龙西社区"],
  ["西山村委会", "Xishan Cunweihui 西山村委会"],
  ["分管副镇长", "Fenguan fuzhenzhang 分管副镇长"],
  ["莲花镇分管副镇长", "Lianhua Zhen fenguan fuzhenzhang 莲花镇分管副镇长"],
  ["Baijiaoci 白交祠", "Baijiaoci 白交祠"],
  ["同安区 · 莲花镇", "Tong'an Qu 同安区 · Lianhua Zhen 莲花镇"],
  ["Income", "Income"],
])("%s reads in English as %s, and as it is in Chinese", (name, english) => {
  expect(nameIn("en", name)).toBe(english);
  expect(nameIn("zh-CN", name)).toBe(name);
});

import type { Duty, Role } from "#db/schema/people.ts";
import { demonstrationTowns } from "./places.ts";

/** An account of the demonstration; `townCode` is empty for the whole district. Posts, not people. */
export type Account = {
  username: string;
  role: Role;
  name: string;
  post: string;
  townCode: string;
  duty?: Duty;
};

/**
 * Who works in the demonstration: a clerk of each town, the district office, a leader, an auditor, two
 * administrators (DESIGN §4).
 */
export function demonstrationAccounts(): Account[] {
  const clerks = demonstrationTowns().map((town) => ({
    username: town.username,
    role: "town" as const,
    name: `${town.name}经办`,
    post: town.name.endsWith("街道") ? "街道村财办" : "镇村财办",
    townCode: town.code,
  }));
  // In the order in which they are offered: the two towns that have work left first.
  const first = clerks.filter((clerk) => ["lianhua", "xinmin"].includes(clerk.username));
  return [
    ...first,
    { username: "office", role: "office", name: "区专班", post: "村级集体经济工作专班", townCode: "" },
    { username: "leader", role: "leader", name: "区领导", post: "区委分管领导", townCode: "" },
    { username: "auditor", role: "auditor", name: "区审计", post: "区审计局", townCode: "" },
    {
      username: "admin",
      role: "admin",
      name: "系统管理员",
      post: "区信息中心",
      townCode: "",
      duty: "system",
    },
    {
      username: "security",
      role: "admin",
      name: "安全管理员",
      post: "区信息中心",
      townCode: "",
      duty: "security",
    },
    ...clerks.filter((clerk) => !first.includes(clerk)),
  ];
}

import { expect, test } from "vitest";
import type { Role } from "#db/schema/people.ts";
import type { Actor } from "#lib/core/actor.ts";
import { authorize, may, policy, type Verb, type Within } from "./policy.ts";

// Who may do what, written down by hand and not read off the policy: a change of the policy must be made here
// a second time, knowingly. Each group of three is one actor's answer for a subject in 莲花镇, in 新民镇, and for
// the district itself.
//
//                         of the district: for all of 同安区            of a town: for 莲花镇 alone
const byPlace = `
                        office  leader  auditor  admin   |   town  office  leader  auditor  admin
board.read              YYY     YYY     YYY      ---     |   Y--   Y--     Y--     Y--      ---
village.read            YYY     YYY     YYY      ---     |   Y--   Y--     Y--     Y--      ---
project.read            YYY     YYY     YYY      ---     |   Y--   Y--     Y--     Y--      ---
income.read             YYY     YYY     YYY      ---     |   Y--   Y--     Y--     Y--      ---
funding.read            YYY     YYY     YYY      ---     |   Y--   Y--     Y--     Y--      ---
history.read            YYY     YYY     YYY      ---     |   Y--   Y--     Y--     Y--      ---
export.begin            YYY     YYY     YYY      ---     |   Y--   Y--     Y--     Y--      ---
export.run              YYY     YYY     YYY      ---     |   Y--   Y--     Y--     Y--      ---
export.cancel           YYY     YYY     YYY      ---     |   Y--   Y--     Y--     Y--      ---
print.run               YYY     YYY     YYY      ---     |   Y--   Y--     Y--     Y--      ---
screen.read             YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
light.override          YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
light.clear             YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
rule.set                YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
comment.write           YYY     YYY     ---      ---     |   ---   Y--     Y--     ---      ---
meeting.start           YYY     YYY     ---      ---     |   ---   Y--     Y--     ---      ---
meeting.end             YYY     YYY     ---      ---     |   ---   Y--     Y--     ---      ---
map.import              YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
screen.create           YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
screen.revoke           YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
audit.read              ---     ---     YYY      ---     |   ---   ---     ---     Y--      ---
project.create          YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
project.edit            YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
project.plan            YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
project.report          YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
project.pause           YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
project.resume          YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
project.end             YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
village.edit            YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
target.set              YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
income.post             YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
income.reverse          YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
funding.post            YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
funding.reverse         YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
filing.read             YYY     YYY     YYY      ---     |   Y--   Y--     Y--     Y--      ---
income.apportion        YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
income.withdraw         YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
funding.mode            YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
exception.assign        YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
exception.explain       YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
filing.submit           YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
filing.withdraw         YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
filing.answer           YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
filing.return           YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
filing.approve          YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
filing.lock             YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
filing.unlock           YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
intake.upload           YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
intake.answer           YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
intake.cancel           YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
intake.confirm          YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
register.import         YYY     ---     ---      ---     |   ---   Y--     ---     ---      ---
template.make           YYY     ---     ---      ---     |   Y--   Y--     ---     ---      ---
person.read             ---     ---     ---      YYY     |   ---   ---     ---     ---      Y--
person.create           ---     ---     ---      YYY     |   ---   ---     ---     ---      Y--
person.edit             ---     ---     ---      YYY     |   ---   ---     ---     ---      Y--
person.assign           ---     ---     ---      YYY     |   ---   ---     ---     ---      Y--
person.confirm          ---     ---     ---      YYY     |   ---   ---     ---     ---      Y--
person.disable          ---     ---     ---      YYY     |   ---   ---     ---     ---      Y--
person.enable           ---     ---     ---      YYY     |   ---   ---     ---     ---      Y--
person.reset            ---     ---     ---      YYY     |   ---   ---     ---     ---      Y--
person.unlock           ---     ---     ---      YYY     |   ---   ---     ---     ---      Y--
door.set                ---     ---     ---      YYY     |   ---   ---     ---     ---      Y--
duties.set              ---     ---     ---      YYY     |   ---   ---     ---     ---      Y--
`;

// Each pair is one role's answer for their own account and for another's.
const byAccount = `
                        town  office  leader  auditor  admin
password.change         Y-    Y-      Y-      Y-       Y-
secondFactor.enrol      Y-    Y-      Y-      Y-       Y-
secondFactor.remove     Y-    Y-      Y-      Y-       Y-
session.end             Y-    Y-      Y-      Y-       Y-
notice.see              --    --      --      Y-       --
token.create            Y-    Y-      Y-      Y-       --
token.revoke            Y-    Y-      Y-      Y-       --
`;

// What lies nowhere.
const anywhere = `
                        town  office  leader  auditor  admin
rule.read               Y     Y       Y       Y        -
facts.read              Y     Y       Y       Y        -
facts.readRestricted    -     Y       Y       -        -
district.found          -     -       -       -        -
backup.read             -     -       -       -        Y
backup.make             -     -       -       -        Y
backup.restore          -     -       -       -        -
filing.takeOver         -     -       -       -        -
`;

// 三员分立, where it is on: what an administrator of each duty may, and one who has none. Everything else is as
// above.
const byDuty = `
                        system  security  none
person.read             Y       Y         Y
person.create           Y       -         -
person.edit             Y       -         -
person.assign           -       Y         -
person.confirm          Y       Y         -
person.disable          Y       Y         -
person.enable           Y       -         -
person.reset            Y       -         -
person.unlock           Y       -         -
door.set                -       Y         -
duties.set              -       Y         -
backup.read             Y       Y         Y
backup.make             Y       -         -
`;

// What an API token may do when its person may: read, and nothing else.
const byToken = [
  "board.read",
  "village.read",
  "project.read",
  "income.read",
  "funding.read",
  "history.read",
  "export.begin",
  "export.run",
  "export.cancel",
  "print.run",
  "rule.read",
  "filing.read",
  "screen.read",
  "audit.read",
  "person.read",
  "backup.read",
  "facts.read",
  "facts.readRestricted",
];

const scopes = {
  district: { id: 1, code: "350212000000", level: "county", name: "同安区" },
  own: { id: 2, code: "350212105000", level: "town", name: "莲花镇" },
} as const;
const villageOf = { own: "350212105201", other: "350212106201" };
const actor = (role: Role, scope: keyof typeof scopes): Actor => ({
  id: 7,
  username: role,
  name: role,
  role,
  scope: scopes[scope],
});

type Cell = { verb: Verb; actor: Actor; where: string; place: Within | undefined; expected: boolean };

function cellsOf(
  table: string,
  actors: (name: string, column: number) => Actor,
  places: [string, Within | undefined][],
): Cell[] {
  const [head = "", ...rows] = table.replaceAll("|", " ").trim().split("\n");
  const names = head.trim().split(/\s+/);
  return rows.flatMap((row) => {
    const [verb, ...answers] = row.trim().split(/\s+/);
    if (answers.length !== names.length) throw new Error(`A row of the table is not full: ${row}`);
    return answers.flatMap((answer, column) =>
      places.map(([where, place], index) => ({
        verb: verb as Verb,
        actor: actors(names[column] as string, column),
        where,
        place,
        expected: answer[index] === "Y",
      })),
    );
  });
}

const cells = [
  ...cellsOf(byPlace, (name, column) => actor(name as Role, column < 4 ? "district" : "own"), [
    ["in 莲花镇", { divisionCode: villageOf.own }],
    ["in 新民镇", { divisionCode: villageOf.other }],
    ["the district", { divisionCode: scopes.district.code }],
  ]),
  ...cellsOf(byAccount, (name) => actor(name as Role, "district"), [
    ["their own account", { personId: 7 }],
    ["another's account", { personId: 8 }],
  ]),
  ...cellsOf(anywhere, (name) => actor(name as Role, "district"), [["anywhere", undefined]]),
];

test("every permission is in the table, once", () => {
  expect(Object.keys(policy).toSorted()).toEqual([...new Set(cells.map((cell) => cell.verb))].toSorted());
});

test("every cell answers as written", () => {
  const wrong = cells.filter((cell) => may(cell.actor, cell.verb, cell.place) !== cell.expected);
  expect(
    wrong.map(
      (cell) =>
        `${cell.actor.role} of ${cell.actor.scope.name}: ${cell.verb} ${cell.where} should be ${cell.expected}`,
    ),
  ).toEqual([]);
});

const dutyRows = byDuty
  .trim()
  .split("\n")
  .slice(1)
  .map((row) => row.split(/\s+/) as [Verb, string, string, string]);

test("where the three duties are separated an administrator may what is of their duty, and nothing where they have none", () => {
  const district = { divisionCode: scopes.district.code };
  const wrong = dutyRows.flatMap(([verb, ...answers]) =>
    (["system", "security", "none"] as const).flatMap((duty, at) =>
      may({ ...actor("admin", "district"), duty }, verb, district) === (answers[at] === "Y")
        ? []
        : [`${duty}: ${verb}`],
    ),
  );
  expect(wrong).toEqual([]);
});

test("no duty gives an administrator anything else than a single administrator had", () => {
  const others = cells.filter(
    (cell) => cell.actor.role === "admin" && !dutyRows.some(([verb]) => verb === cell.verb),
  );
  for (const duty of ["system", "security", "none"] as const)
    expect(
      others.filter((cell) => may({ ...cell.actor, duty }, cell.verb, cell.place) !== cell.expected),
    ).toEqual([]);
});

test("a token may what its person may, as far as it only reads", () => {
  const wrong = cells.filter(
    (cell) =>
      may({ ...cell.actor, readOnly: true }, cell.verb, cell.place) !==
      (cell.expected && byToken.includes(cell.verb)),
  );
  expect(wrong.map((cell) => `${cell.actor.role}'s token: ${cell.verb} ${cell.where}`)).toEqual([]);
});

test("somebody who has not signed in may nothing", () => {
  const nobody: Actor = {
    id: null,
    username: "",
    name: "",
    role: "visitor",
    scope: { id: 0, code: "000000000000", level: "country", name: "" },
  };
  expect(cells.filter((cell) => may(nobody, cell.verb, cell.place) || may(nobody, cell.verb))).toEqual([]);
});

test("a screen on a wall reads boards, villages, projects and funding of its own division, and does nothing else", () => {
  const screen: Actor = {
    id: null,
    username: "",
    name: "大屏",
    role: "screen",
    scope: scopes.own,
    readOnly: true,
  };
  const allowed = [
    ...new Set(
      cells.filter((cell) => may(screen, cell.verb, cell.place)).map((cell) => `${cell.verb} ${cell.where}`),
    ),
  ];
  expect(allowed.toSorted()).toEqual([
    "board.read in 莲花镇",
    "funding.read in 莲花镇",
    "project.read in 莲花镇",
    "village.read in 莲花镇",
  ]);
});

test("the operator founds districts, hands out accounts, prints the boards, verifies the trail and exports, copies the database and takes it back, takes over what counted before approval existed, and does nothing else", () => {
  const operator: Actor = {
    id: null,
    username: "operator",
    name: "operator",
    role: "operator",
    scope: { id: 0, code: "000000000000", level: "country", name: "" },
  };
  const allowed = [
    ...new Set(cells.filter((cell) => may(operator, cell.verb, cell.place)).map((cell) => cell.verb)),
  ];
  expect(allowed.toSorted()).toEqual([
    "audit.read",
    "backup.make",
    "backup.restore",
    "board.read",
    "district.found",
    "duties.set",
    "export.begin",
    "export.cancel",
    "export.run",
    "filing.takeOver",
    "funding.read",
    "income.read",
    "person.confirm",
    "person.create",
    "person.reset",
    "person.unlock",
    "print.run",
    "project.read",
    "village.read",
  ]);
});

test("a subject that lies in no division is nobody's, and an account is no place", () => {
  expect(may(actor("office", "district"), "income.post", { personId: 7 })).toBe(false);
  expect(may(actor("office", "district"), "income.post", { divisionCode: "" })).toBe(false);
  expect(may(actor("office", "district"), "password.change", { divisionCode: scopes.district.code })).toBe(
    false,
  );
});

test("a neighbour whose code begins alike is still a neighbour", () => {
  expect(may(actor("office", "own"), "income.post", { divisionCode: "350212106000" })).toBe(false);
  expect(may(actor("office", "own"), "income.post", { divisionCode: "350213105000" })).toBe(false);
  expect(may(actor("office", "district"), "income.post", { divisionCode: "350213105000" })).toBe(false);
});

test("asking throws, and names the verb", () => {
  expect(() => authorize(actor("leader", "district"), "income.post")).toThrow("income.post");
  expect(() => authorize(actor("office", "district"), "income.post")).not.toThrow();
});

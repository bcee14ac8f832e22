import { sources, stages } from "#db/schema/funding.ts";
import { accountKinds, incomeBases } from "#db/schema/income.ts";
import { phases, projectLevels } from "#db/schema/projects.ts";
import { units } from "#lib/core/money.ts";
import { exportKinds } from "#lib/exports/input.ts";
import { fundingGroups, listings } from "#lib/funding/input.ts";

// The description of the API (OpenAPI 3.1). A test holds it to the routes, and their answers to it.

type Schema = Record<string, unknown>;
const text: Schema = { type: "string" };
const whole: Schema = { type: "integer" };
const flag: Schema = { type: "boolean" };
const fen: Schema = { type: "integer", description: "分, hundredths of a yuan" };
const day: Schema = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" };
const code12: Schema = {
  type: "string",
  pattern: "^\\d{12}$",
  description: "statistical code of a division",
};
const oneOf = (values: readonly string[]): Schema => ({ type: "string", enum: [...values] });
const orNull = (schema: Schema): Schema => ({ ...schema, type: [schema.type, "null"] });
const list = (items: Schema): Schema => ({ type: "array", items });
/** An object that has exactly these, all of them unless said otherwise. */
const object = (properties: Record<string, Schema>, optional: string[] = []): Schema => ({
  type: "object",
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const lights = ["green", "yellow", "red", "grey", "paused"] as const;
const each = (names: readonly string[], schema: Schema) =>
  object(Object.fromEntries(names.map((name) => [name, schema])));

const schemas: Record<string, Schema> = {
  Node: object({
    code: code12,
    name: text,
    level: oneOf(["country", "province", "city", "county", "town", "village"]),
  }),
  Place: object({ code: code12, name: text }),
  PlaceWithId: object({ id: whole, code: code12, name: text }),
  ByStage: each(stages, fen),
  ByLight: each(lights, whole),
  ByPhase: each(phases, ref("ByLight")),
  List: object({ count: whole, byPhaseAndLight: ref("ByPhase") }),
  Problem: {
    type: "object",
    description: "RFC 9457",
    properties: {
      type: text,
      title: text,
      status: whole,
      code: text,
      errors: list({ type: "object" }),
      reason: text,
      details: { type: "object" },
    },
    required: ["type", "title", "status", "code"],
  },
};
const figures: Record<string, Schema> = {
  villages: whole,
  villagesMet: whole,
  villagesNotMet: whole,
  villagesNoData: whole,
  villagesReported: { ...whole, description: "with income of the month reported, approved or not" },
  villagesApproved: {
    ...whole,
    description: "of these, with income of the month that the office has approved",
  },
  villagesWaiting: {
    ...whole,
    description: "of those without data: with reports of the year that wait for approval",
  },
  operatingFen: fen,
  targetFen: fen,
  gapFen: fen,
  attainedFen: orNull({
    ...fen,
    description:
      "Σ min(income, target) of its villages, in 分: divided by targetFen, attainment capped by village",
  }),
  reports: object({ due: whole, made: whole }),
  projects: object({
    village: ref("List"),
    key: ref("List"),
    onBothLists: whole,
    physical: whole,
    byLight: ref("ByLight"),
  }),
  fundingByStageFen: ref("ByStage"),
  fundingBySourceFen: { type: "object", additionalProperties: ref("ByStage") },
};
schemas.Figures = object(figures);
schemas.BoardRow = object({ node: ref("Node"), place: orNull(whole), ...figures });

const counted = {
  basis: oneOf(incomeBases),
  approvedOnly: {
    ...flag,
    description: "true: what the office has approved counts; false: all that is recorded",
  },
};
schemas.Completeness = object({
  month: text,
  villages: {
    ...object({ all: whole, reported: whole, submitted: whole, approved: whole }),
    description: "with income of the month; in filed months; approved",
  },
  towns: object({ all: whole, submitted: whole, approved: whole }),
});
schemas.Board = object({
  node: ref("Node"),
  year: whole,
  month: text,
  asOf: { ...day, description: "the day on which projects are judged" },
  recordedBy: { ...day, description: "what had been recorded by the end of this day counts" },
  ...counted,
  completeness: ref("Completeness"),
  unit: oneOf(["fen"]),
  totals: ref("Figures"),
  rows: list(ref("BoardRow")),
  elsewhere: { anyOf: [ref("Figures"), { type: "null" }] },
});
schemas.Village = object({
  id: whole,
  code: code12,
  name: text,
  town: { anyOf: [ref("Place"), { type: "null" }] },
  operatingFen: orNull(fen),
  targetFen: fen,
  gapFen: fen,
  tier: text,
  met: flag,
  hasData: flag,
  monthsReported: { ...whole, description: "months of the year with income, approved or not" },
  monthsApproved: {
    ...whole,
    description: "of these the approved ones: the difference waits for the office",
  },
  waiting: { ...flag, description: "reported, none of it counted in what is asked for" },
});
schemas.Project = object({
  id: whole,
  number: text,
  name: text,
  level: oneOf(projectLevels),
  type: text,
  sector: text,
  approaches: list(text),
  town: ref("Place"),
  villages: list(object({ code: code12, name: text, shareBp: whole })),
  owner: text,
  phase: oneOf(phases),
  progressBp: orNull(whole),
  plannedBp: whole,
  reportMonth: orNull(text),
  light: oneOf(lights),
  countsAs: oneOf(lights),
  why: text,
  sublights: object({ progress: oneOf(lights), start: oneOf(lights), funds: oneOf(lights) }),
  override: orNull(
    object({ light: oneOf(lights), computed: oneOf(lights), fromOn: day, expiresOn: day, reason: text }),
  ),
  remedies: list(text),
  dueOn: orNull(text),
  sameAsId: orNull(whole),
  provenance: oneOf(["real", "demo"]),
});
schemas.FundingSum = object(
  {
    stage: oneOf(stages),
    town: ref("PlaceWithId"),
    village: { anyOf: [ref("PlaceWithId"), { type: "null" }] },
    project: object({ id: whole, number: text, name: text }),
    list: oneOf(listings),
    source: oneOf(sources),
    year: whole,
    amountFen: fen,
    postings: whole,
  },
  ["town", "village", "project", "list", "source", "year"],
);
schemas.Account = object({
  code: { ...text, description: "of its regime: the same code names another account in the other" },
  name: text,
  nameEn: text,
  kind: { ...oneOf(accountKinds), description: "what it counts as; never: no income, refused with its note" },
  mayBeNegative: flag,
  note: text,
  noteEn: text,
  regime: text,
  document: text,
  countedBy: {
    ...list(oneOf(incomeBases)),
    description: "the bases that count it, costs as what is taken off",
  },
});
schemas.Accounts = object({
  month: text,
  regime: object({ key: text, name: text, document: text, fromOn: day, toOn: orNull(day) }),
  data: list(ref("Account")),
});
const paged = (head: Record<string, Schema>, row: string) =>
  object({ node: ref("Node"), ...head, data: list(ref(row)), next: orNull(text) });
schemas.Villages = paged(
  { year: whole, asOf: day, ...counted, unit: oneOf(["fen"]), count: whole },
  "Village",
);
schemas.Projects = paged({ asOf: day, count: whole }, "Project");
schemas.Funding = paged(
  {
    asOf: day,
    approvedOnly: flag,
    unit: oneOf(["fen"]),
    groupBy: list(oneOf(fundingGroups)),
    totalFen: ref("ByStage"),
  },
  "FundingSum",
);

const parameter = (name: string, schema: Schema, description: string) => ({
  name,
  in: "query",
  required: false,
  schema,
  description,
});
const asOf = parameter(
  "asOf",
  day,
  "everything as it had been recorded by the end of this day; today unless given",
);
const node = parameter("node", code12, "division; the account's own scope unless given");
const year = parameter("year", whole, "fiscal year");
const basis = parameter(
  "basis",
  { ...oneOf(incomeBases), default: "strict" },
  "口径: strict is operating income, by the accounts that /api/v1/accounts says; recurring leaves out one-off items; netReturn takes off operating costs and administration; total adds subsidies and other income. operatingFen, gapFen and met follow it",
);
const approvedOnly = parameter(
  "approvedOnly",
  { ...flag, default: true },
  "count only what the office has approved; lights and project counts are of all reports",
);
const paging = [
  parameter("limit", { type: "integer", minimum: 1, maximum: 1000, default: 200 }, "rows a page"),
  parameter("cursor", text, "`next` of the page before"),
];
const days = [parameter("from", day, "from this day on"), parameter("to", day, "up to this day")];
const money = [
  ...days,
  parameter(
    "list",
    oneOf(listings),
    "village: the village list; key: the key list; both, villageOnly, keyOnly: told apart",
  ),
  parameter("source", oneOf(sources), "source"),
  parameter("stage", oneOf(stages), "stage"),
  parameter("project", whole, "id; of a key project that is a village project, the village project's money"),
];
const months = [
  parameter("from", text, "from this month on, YYYY-MM"),
  parameter("to", text, "up to this month"),
];

const content = (name: string) => ({ "application/json": { schema: ref(name) } });
const failure = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: ref("Problem") } },
});
const failures = {
  400: failure("a parameter is not usable"),
  401: failure("nobody is signed in"),
  403: failure("not for this account"),
  404: failure("not there, or outside the account's scope"),
};
const read = (summary: string, parameters: unknown[], answer: string) => ({
  get: {
    summary,
    parameters,
    responses: { 200: { description: "OK", content: content(answer) }, ...failures },
  },
});

const types = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;
const filters = {
  projects: [node, asOf, parameter("list", oneOf(projectLevels), "one list")],
  income: [node, year, asOf, basis, approvedOnly, ...months],
  funding: [node, year, asOf, approvedOnly, ...money],
  exceptions: [node, asOf, parameter("source", oneOf(sources), "one source")],
  monthly: [
    node,
    asOf,
    basis,
    approvedOnly,
    parameter("month", text, "YYYY-MM; the newest month that has ended unless given"),
    parameter("unit", oneOf(units), "unit of the form in the workbook"),
  ],
  audit: [
    node,
    ...days,
    parameter("verb", text, "one operation"),
    parameter("upTo", whole, "the last event; the newest unless given"),
  ],
};
const header = (description: string) => ({ description, schema: text });
const exported = (kind: (typeof exportKinds)[number], format: keyof typeof types) => ({
  get: {
    summary: `${kind} as .${format}; every export is in the audit trail`,
    parameters: [
      ...filters[kind],
      parameter("lang", oneOf(["zh-CN", "en"]), "language of the headings; the reader's unless given"),
    ],
    responses: {
      200: {
        description: "the file",
        headers: {
          "x-guatu-export": header(
            "number of the export, whose cover is at /exports/{number}; `unrecorded` while the disk takes nothing: then without a head, and recorded later",
          ),
          ...(format === "xlsx" && {
            "x-guatu-rows": header(
              "rows of data; of a CSV file, which is sent while it is read, they stand on its cover",
            ),
            "x-guatu-sha256": header("SHA-256 of the data as CSV; of a CSV file it stands on its cover"),
          }),
          "x-guatu-head": header("number and hash of the audit event: the head of the trail"),
        },
        content: { [types[format]]: { schema: { type: "string", format: "binary" } } },
      },
      ...failures,
      409: failure("refused by a rule, e.g. too many rows for a workbook, or sums that do not balance"),
    },
  },
});
const status = (word: string) => ({ "application/json": { schema: object({ status: oneOf([word]) }) } });

const ready = object({
  status: oneOf(["ready"]),
  writing: { type: "boolean", description: "a write was committed at most five seconds ago" },
  disk: object({
    freeBytes: {
      ...orNull(whole),
      description: "room on the database's disk; null where it is another machine's",
    },
  }),
  lastBackup: {
    anyOf: [
      {
        type: "object",
        required: ["at", "ageSeconds", "failed"],
        properties: {
          at: { ...orNull({ type: "string" }), description: "when the newest copy was made" },
          ageSeconds: orNull(whole),
          second: { type: "boolean", description: "whether the second folder has it too" },
          failed: { anyOf: [object({ at: { type: "string" }, why: { type: "string" } }), { type: "null" }] },
        },
        additionalProperties: false,
      },
      { type: "null" },
    ],
    description: "null where no folder for backups is set",
  },
});

/** What `/api/openapi.json` answers. */
export const description = {
  openapi: "3.1.0",
  info: {
    title: "Guatu 挂图",
    version: "1",
    description:
      "Read-only. Amounts are integers in fen and end in Fen; percentages in basis points end in Bp; days are Asia/Shanghai.",
  },
  servers: [{ url: "/" }],
  security: [{ session: [] }, { token: [] }],
  paths: {
    "/api/health": {
      get: {
        summary: "the process answers",
        security: [],
        responses: { 200: { description: "OK", content: status("ok") } },
      },
    },
    "/api/ready": {
      get: {
        summary: "the database can be read and written",
        security: [],
        responses: {
          200: { description: "OK", content: { "application/json": { schema: ready } } },
          503: failure(
            "it cannot; `reason` is the engine's code, beside what stands in the answer when it can",
          ),
        },
      },
    },
    "/api/openapi.json": {
      get: {
        summary: "this description",
        security: [],
        responses: {
          200: { description: "OK", content: { "application/json": { schema: { type: "object" } } } },
        },
      },
    },
    "/api/v1/accounts": read(
      "accounts in force in a month",
      [parameter("month", text, "YYYY-MM; the month of today unless given")],
      "Accounts",
    ),
    "/api/v1/board": read(
      "totals of a division and one row a child",
      [node, year, asOf, basis, approvedOnly],
      "Board",
    ),
    "/api/v1/villages": read(
      "villages and their year",
      [node, year, asOf, basis, approvedOnly, ...paging],
      "Villages",
    ),
    "/api/v1/projects": read(
      "projects and their lights",
      [node, asOf, parameter("level", oneOf(projectLevels), "one list"), ...paging],
      "Projects",
    ),
    "/api/v1/funding": read(
      "sums of postings; stages are never added to each other",
      [
        node,
        year,
        asOf,
        approvedOnly,
        ...money,
        parameter(
          "groupBy",
          text,
          `any of ${fundingGroups.join(", ")}, with commas; stage is always told apart`,
        ),
        ...paging,
      ],
      "Funding",
    ),
    ...Object.fromEntries(
      exportKinds.flatMap((kind) =>
        (["xlsx", "csv"] as const).map((format) => [
          `/api/v1/export/${kind}.${format}`,
          exported(kind, format),
        ]),
      ),
    ),
  },
  components: {
    schemas,
    securitySchemes: {
      session: { type: "apiKey", in: "cookie", name: "guatu_session" },
      token: {
        type: "http",
        scheme: "bearer",
        description: "an API token of the account page: read-only, revocable",
      },
    },
  },
};

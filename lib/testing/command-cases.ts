import { createHash, randomUUID } from "node:crypto";
import { and, desc, eq, isNull } from "drizzle-orm";
import {
  divisions,
  filingRemarks,
  incomeShares,
  incomeTargets,
  lightRules,
  meetings,
  type Role,
  screens,
} from "#db/schema/index.ts";
import type { Keyed } from "#lib/audit/store/once.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Ctx } from "#lib/core/context.ts";
import { addDays, type Day } from "#lib/core/dates.ts";
import { Forbidden, NotFound, Refused } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { editVillage } from "#lib/divisions/commands/divisions.ts";
import { runExport } from "#lib/exports/leaving.ts";
import { approveMonth, lockMonth, returnMonth, unlockMonth } from "#lib/filing/commands/office.ts";
import { answerRemark, submitMonth, withdrawMonth } from "#lib/filing/commands/town.ts";
import { assignException, explainException } from "#lib/funding/commands/exceptions.ts";
import { setFundingMode } from "#lib/funding/commands/modes.ts";
import { postFunding, reverseFunding } from "#lib/funding/commands/postings.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { answerIntake, answerPaste } from "#lib/imports/commands/answers.ts";
import { cancelIntake, confirmIntake, uploadIntake } from "#lib/imports/commands/imports.ts";
import { mapColumns, uploadRegister } from "#lib/imports/commands/registers.ts";
import { makeTemplate } from "#lib/imports/commands/templates.ts";
import type { AnswerIntake, MapColumns, UploadIntake, UploadRegister } from "#lib/imports/input.ts";
import { readPaste } from "#lib/imports/queries/paste.ts";
import { settled } from "#lib/imports/store/reading.ts";
import { postIncome, reverseIncome, saveIncomeGrid, setTarget } from "#lib/income/commands/postings.ts";
import { apportionIncome, postShares, withdrawReceipt } from "#lib/income/commands/receipts.ts";
import { importMap } from "#lib/maps/commands/maps.ts";
import { endMeeting, startMeeting, writeComment } from "#lib/meetings/commands/meetings.ts";
import {
  printBoard,
  printMonthly,
  printPoster,
  printProject,
  printVillage,
} from "#lib/paper/commands/prints.ts";
import { seeNotices } from "#lib/people/commands/notices.ts";
import { changePassword, createToken, endSession, revokeToken } from "#lib/people/commands/own-account.ts";
import {
  confirmPerson,
  createPerson,
  disablePerson,
  editPerson,
  enablePerson,
  resetPassword,
  unlockPerson,
} from "#lib/people/commands/people.ts";
import { enrolSecondFactor, removeSecondFactor } from "#lib/people/commands/second-factor.ts";
import { setDoorRules, setDuties } from "#lib/people/commands/sign-in-rules.ts";
import { doorOf } from "#lib/people/queries/sign-in-rules.ts";
import { offeredSecret } from "#lib/people/store/second-factor.ts";
import { signIn, visitorActor } from "#lib/people/store/sessions.ts";
import { endProject, pauseProject, resumeProject } from "#lib/projects/commands/lifecycle.ts";
import { clearLight, overrideLight, setLightRule } from "#lib/projects/commands/lights.ts";
import { createProject, editProject, revisePlan } from "#lib/projects/commands/projects.ts";
import { reportProject } from "#lib/projects/commands/reports.ts";
import { createScreen, revokeScreen } from "#lib/screens/commands/screens.ts";
import { chinese, choosing, english, previewed } from "./intake.ts";
import { codeOf, newcomer, password, type Stage } from "./stage.ts";
import type { World } from "./world.ts";

// Every command with a valid way of doing it once: what the proofs that hold for all of them are made from
// (submitted once is done once, nothing happens unaudited, what was posted stays). To add a command, add its
// line to `deeds`.

/** Something ready to be done. */
export type Act = {
  /** The context of `actor` on the day that it is done on. */
  as(actor: Actor): Ctx;
  /** Does it, under a form's key where the command takes one. */
  run(ctx: Ctx, key?: string): Promise<unknown>;
  /** Sends another body; only where the command takes a key. */
  other(ctx: Ctx, key: string): Promise<unknown>;
  /** Who is allowed to; of a deed about one's own account whose it is. */
  actor: Actor;
};

export type CommandCase = {
  /**
   * What keeps it from being done twice: the form's key; or nothing, as it only reads and each time is
   * another print or export; or that it is a guess at a secret, which is counted each time.
   */
  kind: "keyed" | "reading" | "guess";
  /** What comes of doing the very same again as another submission: "done", or the code of the refusal. */
  again: string;
  /** What comes of it when another person sends it; the same, unless it is about something of one's own. */
  byAnother: string;
  /** Parts of the answer that are shown once and are null in a repetition. */
  shownOnce: readonly string[];
  /**
   * Somebody who may not do it: their try leaves nothing behind. Nobody where everybody may, to their own
   * account.
   */
  refuses: Role | null;
  ready(stage: Stage): Promise<Act>;
};

/** `other` is what another body of the same form says. */
type Ready<I> = { input: I; other: Partial<I>; on?: Day };
type About = Partial<Pick<CommandCase, "again" | "byAnother" | "shownOnce" | "refuses">>;

/** A command whose form carries a key, done by a new person of a role. */
const keyed = <I extends Keyed>(
  by: Role,
  command: (ctx: Ctx, input: I) => Promise<unknown>,
  about: About,
  ready: (stage: Stage, actor: Actor) => Promise<Ready<I>>,
): CommandCase => ({
  kind: "keyed",
  again: "done",
  shownOnce: [],
  refuses: by === "admin" ? "office" : "auditor",
  byAnother: about.again ?? "done",
  ...about,
  async ready(stage) {
    const { world } = stage;
    const actor = await newcomer(stage, by);
    const { input, other, on } = await ready(stage, actor);
    return {
      actor,
      as: (who) => world.as(who, on),
      run: (ctx, key) => command(ctx, { ...input, key }),
      other: (ctx, key) => command(ctx, { ...input, ...other, key }),
    };
  },
});

const noOther = () => Promise.reject(new Error("It takes no key."));

/** A print or an export. */
const reading = (
  ready: (stage: Stage) => Promise<(ctx: Ctx) => Promise<unknown>>,
  by: Role = "auditor",
): CommandCase => ({
  kind: "reading",
  again: "done",
  byAnother: "done",
  shownOnce: [],
  refuses: "admin",
  async ready(stage) {
    return {
      actor: await newcomer(stage, by),
      as: (who) => stage.world.as(who),
      run: await ready(stage),
      other: noOther,
    };
  },
});

/** Something that is done to one's own account by proving a secret. */
const guess = (
  again: string,
  ready: (stage: Stage, actor: Actor) => Promise<(ctx: Ctx) => Promise<unknown>>,
): CommandCase => ({
  kind: "guess",
  again,
  byAnother: again,
  shownOnce: [],
  refuses: null,
  async ready(stage) {
    const actor = await stage.account("auditor");
    return { actor, as: (who) => stage.world.as(who), run: await ready(stage, actor), other: noOther };
  },
});

const basics = {
  ...({
    name: "高山茶园",
    type: "farm",
    sector: "economy",
    owner: "分管副镇长",
    contact: "",
    contactPhone: "",
    description: "",
  } as const),
  approaches: ["project" as const],
  sameAsId: undefined,
};
const plan = [
  { phase: "building" as const, plannedOn: "2016-03-01", plannedBp: 2000 },
  { phase: "operating" as const, plannedOn: "2017-06-30", plannedBp: 10_000 },
];
const money = {
  source: "district",
  documentNo: "",
  note: "",
  explanation: "",
  onDay: "2016-03-01",
  amountFen: 1000_01,
} as const;
const sheet = { year: 2016, asOf: undefined, unit: "wan" } as const;
const words = (key: string) => key;
const press = { words, language: "en", origin: "https://guatu.example" };
const pausedOn = { onDay: "2016-11-01", reason: reasonOf("等待用地"), approval: "同政〔2016〕3号" };
const place = (code: string) =>
  JSON.stringify({
    type: "FeatureCollection",
    features: [
      { type: "Feature", properties: { code }, geometry: { type: "Point", coordinates: [118, 24.7] } },
    ],
  });

export const commandCases: Record<string, CommandCase> = {
  createProject: keyed("town", createProject, {}, async ({ town, village }) => ({
    input: {
      ...basics,
      level: "key" as const,
      number: "",
      townId: town.id,
      plan,
      villages: [{ villageId: village().id, share: 10_000 }],
      createdOn: "2016-01-05",
    },
    other: { name: "另一处茶园" },
  })),
  editProject: keyed(
    "town",
    editProject,
    { again: "changedMeanwhile" },
    async ({ project, town, village }) => ({
      input: {
        ...basics,
        projectId: (await project()).id,
        version: 1,
        townId: town.id,
        villages: [{ villageId: village().id, share: 10_000 }],
      },
      other: { description: "二期" },
    }),
  ),
  revisePlan: keyed("town", revisePlan, { again: "changedMeanwhile" }, async ({ project }) => ({
    input: { projectId: (await project()).id, version: 1, plan, reason: reasonOf("用地批准") },
    other: { reason: reasonOf("资金到位") },
  })),
  reportProject: keyed("town", reportProject, { again: "changedMeanwhile" }, async ({ project }) => ({
    input: {
      projectId: (await project()).id,
      version: 1,
      month: "2016-11",
      progress: 4200,
      delayText: "",
      note: "",
      forecastOn: undefined,
      phase: "approved" as const,
      evidence: { approved: { text: "同发改〔2016〕12号", on: "2016-10-02" } },
      delayReason: "land" as const,
    },
    other: { progress: 4300 },
  })),
  pauseProject: keyed("office", pauseProject, { again: "changedMeanwhile" }, async ({ project }) => ({
    input: { ...pausedOn, projectId: (await project()).id, version: 1 },
    other: { reason: reasonOf("等待资金") },
  })),
  resumeProject: keyed(
    "office",
    resumeProject,
    { again: "changedMeanwhile" },
    async ({ project, office }) => {
      const { id: projectId } = await project();
      await pauseProject(office, { ...pausedOn, projectId, version: 1 });
      return {
        input: { projectId, version: 2, onDay: "2016-12-01", reason: reasonOf("用地落实") },
        other: { reason: reasonOf("资金落实") },
      };
    },
  ),
  endProject: keyed("office", endProject, { again: "changedMeanwhile" }, async ({ project }) => ({
    input: {
      projectId: (await project()).id,
      version: 1,
      endedOn: "2016-12-01",
      reason: reasonOf("不再建设"),
    },
    other: { reason: reasonOf("并入他项") },
  })),
  overrideLight: keyed("office", overrideLight, { again: "changedMeanwhile" }, async ({ project }) => ({
    input: {
      projectId: (await project()).id,
      version: 1,
      light: "yellow" as const,
      expiresOn: "2017-01-31",
      reason: reasonOf("现场核实"),
    },
    other: { light: "red" as const },
  })),
  clearLight: keyed("office", clearLight, { again: "changedMeanwhile" }, async ({ project, office }) => {
    const { id: projectId } = await project();
    await overrideLight(office, {
      projectId,
      version: 1,
      light: "yellow",
      expiresOn: "2017-01-31",
      reason: reasonOf("现场核实"),
    });
    return {
      input: { projectId, version: 2, reason: reasonOf("恢复自动") },
      other: { reason: reasonOf("已核实") },
    };
  }),
  setLightRule: keyed("office", setLightRule, { again: "rule.notAfterLast" }, async ({ world, next }) => {
    const newest = (await world.db.select().from(lightRules)).map((rule) => rule.effectiveOn).toSorted();
    const on = [...newest, "2016-12-31"].toSorted().at(-1) as Day;
    const numbers = {
      progressRed: 30,
      judgesFunds: false,
      fundsYellow: 10,
      fundsRed: 30,
      startMonths: 3,
      reportMonths: 1,
    };
    return {
      on,
      input: {
        ...numbers,
        progressYellow: 10 + (next() % 20),
        effectiveOn: addDays(on, 1),
        source: "区专班",
      },
      other: { source: "区委办" },
    };
  }),
  editVillage: keyed("town", editVillage, { again: "changedMeanwhile" }, async ({ world, village }) => {
    const [row] = await world.db.select().from(divisions).where(eq(divisions.id, village().id));
    const { id: villageId = 0, version = 1 } = row ?? {};
    return {
      input: { villageId, version, plan: "茶旅融合", contact: "村主任", contactPhone: "" },
      other: { plan: "光伏" },
    };
  }),
  setTarget: keyed("office", setTarget, { again: "changedMeanwhile" }, async ({ world, village }) => {
    const { id: villageId } = village();
    const revisions = await world.db
      .select()
      .from(incomeTargets)
      .where(eq(incomeTargets.villageId, villageId));
    return {
      input: {
        villageId,
        year: 2016,
        version: revisions.length,
        amountFen: 120_000_00,
        reason: reasonOf("提高目标"),
      },
      other: { amountFen: 130_000_00 },
    };
  }),
  postIncome: keyed("town", postIncome, {}, async ({ town, cell }) => {
    const { month, ...at } = cell();
    return {
      input: { townId: town.id, month, rows: [{ ...at, amountFen: 1234_56 }] },
      other: { rows: [{ ...at, amountFen: 1234_57 }] },
    };
  }),
  saveIncomeGrid: keyed(
    "town",
    saveIncomeGrid,
    { again: "income.nothingChanged" },
    async ({ town, cell }) => {
      const { month, ...at } = cell();
      const cells = (amountFen: number) => [{ ...at, amountFen, readFen: null }];
      return { input: { townId: town.id, month, cells: cells(88_01) }, other: { cells: cells(88_02) } };
    },
  ),
  reverseIncome: keyed(
    "town",
    reverseIncome,
    { again: "income.alreadyReversed" },
    async ({ town, cell, office }) => {
      const { month, ...at } = cell();
      const { ids } = await postIncome(office, {
        townId: town.id,
        month,
        rows: [{ ...at, amountFen: 55_55 }],
      });
      return {
        input: { postingId: ids[0] as number, reason: reasonOf("重复登记") },
        other: { reason: reasonOf("金额有误") },
      };
    },
  ),
  apportionIncome: keyed("town", apportionIncome, {}, async ({ town, cell }) => {
    const { month, ...at } = cell();
    const receipt = {
      townId: town.id,
      ...at,
      amountFen: 1000_01,
      receivedOn: "2016-12-05",
      fromMonth: month,
      months: 1,
      split: "none" as const,
    };
    return { input: receipt, other: { amountFen: 1000_02 } };
  }),
  postShares: keyed(
    "town",
    postShares,
    { again: "income.nothingDue" },
    async ({ world, town, cell }, actor) => {
      // Of a receipt over two months the second waited for its month.
      const { month: _, ...at } = cell();
      const receipt = {
        townId: town.id,
        ...at,
        amountFen: 1000_01,
        receivedOn: "2016-11-05",
        fromMonth: "2016-11",
        months: 2,
      };
      const { id } = await apportionIncome(world.as(actor, "2016-11-30"), { ...receipt, split: "none" });
      const [waiting] = await world.db
        .select()
        .from(incomeShares)
        .where(and(eq(incomeShares.receiptId, id), eq(incomeShares.month, "2016-12")));
      return { input: { townId: town.id, shareId: waiting?.id }, other: { shareId: 1 } };
    },
  ),
  withdrawReceipt: keyed(
    "town",
    withdrawReceipt,
    { again: "income.alreadyWithdrawn" },
    async ({ world, town, cell }, actor) => {
      // Of a receipt over three months two are posted and one waits.
      const { month: _, ...at } = cell();
      const receipt = {
        townId: town.id,
        ...at,
        amountFen: 1000_01,
        receivedOn: "2016-11-05",
        fromMonth: "2016-11",
        months: 3,
      };
      const { id } = await apportionIncome(world.as(actor, "2016-12-31"), { ...receipt, split: "none" });
      return {
        input: { receiptId: id, fromMonth: "2016-11", reason: reasonOf("重复登记") },
        other: { reason: reasonOf("承租方退租") },
      };
    },
  ),
  setFundingMode: keyed("office", setFundingMode, { again: "funding.sameMode" }, async ({ project }) => ({
    input: {
      projectId: (await project()).id,
      source: "district" as const,
      mode: "reimbursement" as const,
      reason: reasonOf("先建后补"),
    },
    other: { reason: reasonOf("按合同") },
  })),
  assignException: keyed("office", assignException, {}, async (stage) => ({
    input: {
      ...(await untied(stage)),
      ownerId: (await newcomer(stage, "town")).id as number,
      dueOn: "2017-01-31",
    },
    other: { dueOn: "2017-02-28" },
  })),
  explainException: keyed("town", explainException, {}, async (stage) => ({
    input: { ...(await untied(stage)), explanation: "银行退票后重汇" },
    other: { explanation: "账户变更" },
  })),
  makeTemplate: reading(
    async ({ town }) =>
      (ctx) =>
        makeTemplate(ctx, { kind: "income", town: town.id, month: "2016-11" }, words),
    "town",
  ),
  uploadIntake: keyed("town", sendIntake, {}, async (stage) => {
    const { townId, month, bytes } = sheetOf(stage);
    return {
      input: { kind: "income" as const, townId, month, fileName: "收入.csv", sha256: sha256Of(bytes), bytes },
      other: { fileName: "收入2.csv" },
    };
  }),
  answerIntake: keyed("town", answerFile, { byAnother: "notFound" }, async (stage, actor) => {
    const { id: intakeId } = await sent(stage, actor, "");
    const { asked } = await previewed(stage.world.as(actor), intakeId);
    return {
      input: { intakeId, answer: { [asked[0]?.key ?? ""]: "yuan" } },
      other: { answer: { [asked[0]?.key ?? ""]: "wan" } },
    };
  }),
  answerPaste: keyed("town", answerPaste, {}, async (stage, actor) => {
    const { villageId, accountId, month } = stage.cell();
    const text = `村(居)\t经营收入（累计${stage.next()}）\n军营\t5000\n`;
    const block = { townId: stage.town.id, month, text, from: { villageId, accountId } };
    const [question] = (await readPaste(stage.world.as(actor), { ...block, answers: {} })).asked;
    return {
      input: { ...block, answers: { [question?.key ?? ""]: "take" } },
      other: { answers: { [question?.key ?? ""]: "leave" } },
    };
  }),
  cancelIntake: keyed(
    "town",
    cancelIntake,
    { again: "intake.over", byAnother: "notFound" },
    async (stage, actor) => {
      const { id: intakeId } = await sent(stage, actor);
      return { input: { intakeId }, other: { intakeId: intakeId + 1 } };
    },
  ),
  confirmIntake: keyed(
    "town",
    confirmIntake,
    { again: "intake.over", byAnother: "notFound" },
    async (stage, actor) => {
      const { id: intakeId } = await sent(stage, actor);
      const { seen } = await previewed(stage.world.as(actor), intakeId);
      return { input: { intakeId, ...choosing(seen) }, other: { reason: reasonOf("更正") } };
    },
  ),
  uploadRegister: keyed("office", sendRegister, {}, async (stage) => ({
    input: registerOf(stage),
    other: { fileName: "台账2.csv" },
  })),
  mapColumns: keyed("office", nameColumns, { byAnother: "notFound" }, async (stage, actor) => {
    const { id: intakeId } = await sendRegister(stage.world.as(actor), registerOf(stage));
    return {
      input: { intakeId, column: { name: 0 }, profile: `台账${stage.next()}` },
      other: { profile: "" },
    };
  }),
  postFunding: keyed("town", postFunding, {}, async ({ project }) => ({
    input: { ...money, stage: "plan" as const, projectId: (await project()).id },
    other: { amountFen: 1000_02 },
  })),
  reverseFunding: keyed(
    "town",
    reverseFunding,
    { again: "funding.alreadyReversed" },
    async ({ project, office }) => {
      const { id: postingId } = await postFunding(office, {
        ...money,
        stage: "plan" as const,
        projectId: (await project()).id,
      });
      return { input: { postingId, reason: reasonOf("重复登记") }, other: { reason: reasonOf("金额有误") } };
    },
  ),
  submitMonth: keyed("town", submitMonth, { again: "changedMeanwhile" }, async ({ town, month }) => ({
    input: { townId: town.id, month: month(), version: 0, confirmed: true },
    other: { confirmed: false },
  })),
  withdrawMonth: keyed("town", withdrawMonth, { again: "changedMeanwhile" }, async (stage) => ({
    input: { ...(await filed(stage)), reason: reasonOf("补充凭证") },
    other: { reason: reasonOf("更正") },
  })),
  returnMonth: keyed("office", returnMonth, { again: "changedMeanwhile" }, async (stage) => ({
    input: {
      ...(await filed(stage)),
      reason: reasonOf("缺凭证"),
      remarks: [{ subject: "month" as const, subjectId: 0, remark: "缺凭证", field: "" }],
    },
    other: { reason: reasonOf("金额有误") },
  })),
  answerRemark: keyed("town", answerRemark, {}, async (stage) => {
    const remarks = [{ subject: "month" as const, subjectId: 0, remark: "缺凭证", field: "" }];
    await returnMonth(stage.office, { ...(await filed(stage)), reason: reasonOf("缺凭证"), remarks });
    const [remark] = await stage.world.db
      .select()
      .from(filingRemarks)
      .orderBy(desc(filingRemarks.id))
      .limit(1);
    return { input: { remarkId: remark?.id ?? 0, answer: "已补" }, other: { answer: "已更正" } };
  }),
  approveMonth: keyed("office", approveMonth, { again: "changedMeanwhile" }, async (stage) => {
    const { month, ...town } = await filed(stage);
    return {
      input: { month, towns: [town], confirmed: true, reason: reasonOf("其余村（居）无收入") },
      other: { reason: reasonOf("下月补报") },
    };
  }),
  lockMonth: keyed("office", lockMonth, { again: "changedMeanwhile" }, async (stage) => {
    const { month, ...town } = await approved(stage);
    return { input: { month, towns: [town] }, other: { towns: [town, town] } };
  }),
  unlockMonth: keyed("office", unlockMonth, { again: "changedMeanwhile" }, async (stage) => ({
    input: { ...(await approved(stage)), until: "2017-01-15", reason: reasonOf("更正") },
    other: { reason: reasonOf("补报") },
  })),
  createScreen: keyed("office", createScreen, { shownOnce: ["token"] }, async ({ world, town }) => {
    await world.db.transaction((tx) =>
      tx.update(screens).set({ revokedAt: "2016-12-31T00:00:00.000Z" }).where(isNull(screens.revokedAt)),
    );
    return { input: { name: "会议室", scopeId: town.id }, other: { name: "大厅" } };
  }),
  revokeScreen: keyed(
    "office",
    revokeScreen,
    { again: "screen.alreadyRevoked" },
    async ({ world, office, town }) => {
      await world.db.transaction((tx) =>
        tx.update(screens).set({ revokedAt: "2016-12-31T00:00:00.000Z" }).where(isNull(screens.revokedAt)),
      );
      const { id: screenId } = await createScreen(office, { name: "会议室", scopeId: town.id });
      return { input: { screenId }, other: { screenId: screenId + 1 } };
    },
  ),
  startMeeting: keyed("leader", startMeeting, { again: "meeting.running" }, async (stage) => {
    await endMeetings(stage);
    return { input: { node: stage.town.code, title: "研究点评" }, other: { title: "现场会" } };
  }),
  endMeeting: keyed("leader", endMeeting, { again: "meeting.ended" }, async (stage) => {
    await endMeetings(stage);
    const { id: meetingId } = await startMeeting(stage.office, { node: stage.town.code, title: "研究点评" });
    return { input: { meetingId, version: 1, conclusion: "加快进度" }, other: { conclusion: "再议" } };
  }),
  writeComment: keyed("leader", writeComment, {}, async ({ project }) => ({
    input: { projectId: (await project()).id, villageId: undefined, meetingId: undefined, text: "抓紧" },
    other: { text: "再抓紧" },
  })),
  importMap: keyed("office", importMap, {}, async ({ town, village }) => ({
    input: {
      node: town.code,
      datum: "wgs84" as const,
      fileName: "村点.geojson",
      file: place(village().code),
    },
    other: { fileName: "村点2.geojson" },
  })),
  createPerson: keyed("admin", createPerson, { again: "access.usernameTaken" }, async ({ town, next }) => ({
    input: {
      username: `clerk-${next()}`,
      name: "办事员",
      post: "",
      role: "town" as const,
      scopeId: town.id,
      mustChangePassword: true,
    },
    other: { name: "另一人" },
  })),
  editPerson: keyed("admin", editPerson, { again: "changedMeanwhile" }, async ({ world }) => ({
    input: {
      personId: (await world.newcomer("office")).id as number,
      version: 1,
      name: "主任",
      post: "",
      role: "leader" as const,
      scopeId: world.district.id,
    },
    other: { name: "副主任" },
  })),
  disablePerson: keyed("admin", disablePerson, { again: "access.alreadyDisabled" }, async ({ world }) => ({
    input: { personId: (await world.newcomer("office")).id as number, version: 1, reason: reasonOf("调离") },
    other: { reason: reasonOf("退休") },
  })),
  enablePerson: keyed("admin", enablePerson, { again: "access.notDisabled" }, async ({ world, admin }) => {
    const { id: personId } = await disablePerson(admin, {
      personId: (await world.newcomer("office")).id as number,
      version: 1,
      reason: reasonOf("借调"),
    });
    return { input: { personId, version: 2 }, other: { version: 1 } };
  }),
  confirmPerson: keyed("admin", confirmPerson, { again: "access.notAwaited" }, async ({ world, next }) => {
    await putTogether(world);
    const asking = world.as(await world.newcomer("admin"));
    const input = {
      username: `auditor-${next()}`,
      name: "审计员",
      post: "",
      role: "auditor" as const,
      scopeId: world.district.id,
    };
    const { id: personId } = await createPerson(asking, { ...input, mustChangePassword: true });
    return { input: { personId, version: 1 }, other: { version: 2 } };
  }),
  seeNotices: keyed("auditor", seeNotices, { refuses: "office" }, async ({ world, admin, next }) => {
    const person = {
      username: `seen-${next()}`,
      name: "办事员",
      post: "",
      role: "office" as const,
      scopeId: world.district.id,
    };
    await createPerson(admin, { ...person, mustChangePassword: true });
    const { seq } = await world.lastEvent();
    return { input: { through: seq }, other: { through: seq - 1 } };
  }),
  unlockPerson: keyed("admin", unlockPerson, { again: "access.notLocked" }, async ({ world }) => {
    const { id, username } = await world.newcomer("office");
    const guess = signIn(world.as(visitorActor), { username, password: "a guess", next: "" });
    await guess.catch((refused) => refused);
    return { input: { personId: id as number }, other: { personId: (id as number) + 1 } };
  }),
  resetPassword: keyed("admin", resetPassword, {}, async ({ world }) => ({
    input: { personId: (await world.newcomer("office")).id as number, clearSecondFactor: false },
    other: { clearSecondFactor: true },
  })),
  endSession: keyed(
    "office",
    endSession,
    { again: "notFound", refuses: null },
    async ({ session }, actor) => {
      const { sessionId } = await session(actor);
      return { input: { sessionId }, other: { sessionId: sessionId + 1 } };
    },
  ),
  createToken: keyed("office", createToken, { shownOnce: ["token"], refuses: "admin" }, async () => ({
    input: { name: "报表", days: 90 },
    other: { name: "大屏", days: 90 },
  })),
  revokeToken: keyed(
    "office",
    revokeToken,
    { again: "notFound", refuses: "admin" },
    async ({ world }, actor) => {
      const { id: tokenId } = await createToken(world.as(actor), { name: "报表", days: 90 });
      return { input: { tokenId }, other: { tokenId: tokenId + 1 } };
    },
  ),
  changePassword: guess("access.wrongCurrent", async ({ session }, actor) => {
    const { sessionId } = await session(actor);
    return (ctx) => changePassword(ctx, { currentPassword: password, password: "second-pass-99" }, sessionId);
  }),
  enrolSecondFactor: guess("access.alreadyEnrolled", async ({ session }, actor) => {
    const own = await session(actor);
    const at = new Date();
    return (ctx) => enrolSecondFactor(ctx, codeOf(offeredSecret(own.token), at), own, at);
  }),
  removeSecondFactor: guess("access.notEnrolled", async ({ enrolled }, actor) => {
    const { secret, sessionId } = await enrolled(actor);
    const at = new Date(Date.now() + 60_000);
    return (ctx) => removeSecondFactor(ctx, codeOf(secret, at), sessionId, at);
  }),
  setDoorRules: keyed("admin", setDoorRules, { again: "changedMeanwhile" }, async ({ world }) => ({
    input: { ...(await doorOf(world.db)), history: 6 },
    other: { history: 8 },
  })),
  printBoard: reading(
    async ({ town }) =>
      (ctx) =>
        printBoard(ctx, { ...sheet, node: town.code, size: "A4", paper: undefined }, press),
  ),
  printVillage: reading(async ({ village }) => {
    const { id } = village();
    return (ctx) => printVillage(ctx, id, sheet, press);
  }),
  printProject: reading(async ({ project }) => {
    const { id } = await project();
    return (ctx) => printProject(ctx, id, sheet, press);
  }),
  printPoster: reading(
    async ({ town }) =>
      (ctx) =>
        printPoster(ctx, { ...sheet, node: town.code, size: "A3" }, press),
  ),
  printMonthly: reading(
    async ({ town }) =>
      (ctx) =>
        printMonthly(ctx, { ...sheet, node: town.code, month: "2016-11", size: "A3" }, press),
  ),
  // A workbook is an event; a CSV file, which leaves while it is read, is one when it begins and one when it
  // ends.
  runExport: reading(async ({ town }) => async (ctx) => {
    const { body } = await runExport(
      ctx,
      { kind: "income", filter: { node: town.code } },
      "xlsx",
      words,
      "en",
    );
    await new Response(body).arrayBuffer();
  }),
  // The last: what comes after it is done under separated duties.
  setDuties: keyed("admin", setDuties, { again: "access.dutiesAlready" }, async ({ world, next }) => {
    await putTogether(world);
    const operator = world.as(world.operator);
    const holder = { name: "张伟", post: "", scopeId: world.district.id, mustChangePassword: true };
    for (const duty of ["system", "security"] as const)
      await createPerson(operator, { ...holder, username: `holder-${next()}`, role: "admin", duty });
    await createPerson(operator, { ...holder, username: `holder-${next()}`, role: "auditor" });
    return { input: { on: true }, other: { on: false } };
  }),
};

/** No duties are separated, where an earlier deed has. */
async function putTogether(world: World) {
  if ((await doorOf(world.db)).threeDuties) await setDuties(world.as(world.operator), { on: false });
}

/**
 * A month that the town has filed, and one that the office has approved, each with the version that it then
 * has.
 */
async function filed({ town, month, office }: Stage) {
  const asked = { townId: town.id, month: month() };
  const { version } = await submitMonth(office, { ...asked, version: 0, confirmed: true });
  return { ...asked, version };
}
async function approved(stage: Stage) {
  const { month, townId, version } = await filed(stage);
  await approveMonth(stage.office, {
    month,
    towns: [{ townId, version }],
    confirmed: true,
    reason: reasonOf("其余村（居）无收入"),
  });
  return { month, townId, version: version + 1 };
}

/** Disbursed and not received: an exception of the reconciliation, as its page sends it. */
async function untied({ project, office }: Stage) {
  const { id: projectId } = await project();
  await postFunding(office, { ...money, projectId, stage: "disburse", explanation: "先行拨付" });
  const { rows } = await exceptionsOf(office, { project: projectId, kind: "notReceived" });
  const { kind, key: exception, figures } = rows[0] as (typeof rows)[number];
  return { kind, exception, figures };
}

/** A file of one village's month, of a cell that is empty. */
/** A file whose heading says what its amounts are in; without that it is asked. */
function sheetOf({ town, cell, named }: Stage, unit = "（元）") {
  const { villageId, month, accountId } = cell();
  const { village, account } = named(villageId, accountId);
  const text = `村代码,村（居）,${account.replace("（元）", unit)}\n${village},88.01\n`;
  return { townId: town.id, month, bytes: new TextEncoder().encode(text) };
}
const sha256Of = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const languages = [chinese, english];
/** Sends a file and waits until it is read: the reading is the machine's own, and part of what was sent. */
async function sendIntake(ctx: Ctx, { bytes, ...input }: UploadIntake & { bytes: Uint8Array }) {
  const { id } = await uploadIntake(ctx, input, { bytes, languages });
  await settled(id, 30_000);
  return { id };
}
const sent = (stage: Stage, actor: Actor, unit?: string) => {
  const { townId, month, bytes } = sheetOf(stage, unit);
  return sendIntake(stage.world.as(actor), {
    kind: "income",
    townId,
    month,
    fileName: "收入.csv",
    sha256: sha256Of(bytes),
    bytes,
  });
};
/** A district's own sheet, with headings that nobody has named yet. */
function registerOf({ next }: Stage) {
  const bytes = new TextEncoder().encode(`名目${next()},备考\n高山茶园,一期\n`);
  return { kind: "projects" as const, year: 2016, fileName: "台账.csv", sha256: sha256Of(bytes), bytes };
}
async function sendRegister(ctx: Ctx, { bytes, ...input }: UploadRegister & { bytes: Uint8Array }) {
  const { id } = await uploadRegister(ctx, input, { bytes, languages });
  await settled(id, 30_000);
  return { id };
}
function answerFile(ctx: Ctx, input: AnswerIntake) {
  return answerIntake(ctx, input, languages);
}
function nameColumns(ctx: Ctx, input: MapColumns) {
  return mapColumns(ctx, input, languages);
}

/** A division has one running meeting at a time. */
const endMeetings = ({ world }: Stage) =>
  world.db.transaction((tx) =>
    tx.update(meetings).set({ endedAt: "2016-12-31T00:00:00.000Z" }).where(isNull(meetings.endedAt)),
  );

export const newKey = () => randomUUID();

/** What comes of it: "done", or the code of the refusal. */
export async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return "done";
  } catch (error) {
    if (error instanceof Refused) return error.code;
    if (error instanceof NotFound) return "notFound";
    if (error instanceof Forbidden) return "forbidden";
    throw error;
  }
}

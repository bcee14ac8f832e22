import type { DisbursementMode, ExceptionKind, Movement, Source, Stage } from "#db/schema/funding.ts";
import { type Day, daysBetween } from "#lib/core/dates.ts";
import { awaitsAcceptance, type ByStage, noMoney, oversOf } from "./stage-order.ts";

// What does not tie out, by rules over one project's money of one source (DOMAIN §5): exceptions only, each
// with a key that stays the same as long as it is about the same thing, and its figures as text: an
// explanation is of these figures.

/** A posting as reconciliation reads it. */
export type Entry = {
  id: number;
  stage: Stage;
  movement: Movement;
  amountFen: number;
  onDay: Day;
  documentNo: string;
  explanation: string;
  personName: string;
  recordedAt: string;
};

/** A standing posting of another project that rests on the same paper. */
export type Elsewhere = { id: number; documentNo: string; onDay: Day };

/**
 * The money of one project and source. `entries` in order of day and id, without what was reversed and the
 * reversals.
 */
export type Position = {
  projectId: number;
  source: Source;
  mode: DisbursementMode;
  /** The days of the evidence that the project's reports gave, of phases that it has passed. */
  contractOn: Day | undefined;
  acceptedOn: Day | undefined;
  entries: readonly Entry[];
  elsewhere: readonly Elsewhere[];
};

export type Finding = {
  kind: ExceptionKind;
  key: string;
  source: Source | null;
  /** The stage in which it shows, whose keeper it is for. */
  stage: Stage | null;
  amountFen: number;
  sinceOn: Day;
  documentNo: string;
  figures: string;
  /** What the stage was to rest on. */
  limit: Stage | "acceptance" | null;
  /** When the contract was made, for what was spent before. */
  contractOn: Day | null;
  /** The postings that it is about. */
  postingIds: readonly number[];
  /** Of what passed by an explanation when it was posted. */
  passedBy: { explanation: string; personName: string; at: string } | null;
};

type Given = Pick<Finding, "kind" | "stage" | "amountFen" | "sinceOn"> & {
  about?: string;
  figures: (number | string)[];
} & Partial<Pick<Finding, "documentNo" | "limit" | "contractOn" | "postingIds" | "passedBy">>;

const found = ({ projectId, source }: Position, { about, figures, ...given }: Given): Finding => ({
  documentNo: "",
  limit: null,
  contractOn: null,
  postingIds: [],
  passedBy: null,
  ...given,
  source,
  key: [projectId, source, ...(about === undefined ? [] : [about])].join(" "),
  figures: figures.join(" "),
});

/** Everything about a position that does not tie out on a day. @param graceDays how long a receipt may take */
export const findingsOf = (position: Position, on: Day, graceDays: number): Finding[] => [
  ...notReceived(position, on, graceDays),
  ...outOfOrder(position),
  ...beforeAcceptance(position),
  ...beforeContract(position),
  ...sameDocuments(position),
  ...passedByExplanation(position),
];

export function sumsOf(entries: readonly Pick<Entry, "stage" | "amountFen">[]): ByStage {
  const sums = noMoney();
  for (const { stage, amountFen } of entries) sums[stage] += amountFen;
  return sums;
}

const total = (entries: readonly Entry[]): number => entries.reduce((sum, entry) => sum + entry.amountFen, 0);

/**
 * Disbursements that no receipt and no return has matched yet, first in, first out; the oldest of them says
 * how long. None while as much was received as disbursed.
 */
export function unmatched(entries: readonly Entry[]): { entries: Entry[]; amountFen: number } {
  const out = entries.filter((entry) => entry.stage === "disburse" && entry.amountFen > 0);
  const sums = sumsOf(entries);
  let matched = sums.receive + total(out) - sums.disburse;
  const left = out.filter((entry) => {
    matched -= entry.amountFen;
    return matched < 0;
  });
  return { entries: left, amountFen: Math.max(0, sums.disburse - sums.receive) };
}

function notReceived(position: Position, on: Day, graceDays: number): Finding[] {
  const { entries, amountFen } = unmatched(position.entries);
  const [oldest] = entries;
  if (!oldest || daysBetween(oldest.onDay, on) <= graceDays) return [];
  const figures = [amountFen, oldest.onDay];
  return [
    found(position, {
      kind: "notReceived",
      stage: "receive",
      amountFen,
      sinceOn: oldest.onDay,
      figures,
      postingIds: idsOf(entries),
    }),
  ];
}

/** Received more than disbursed is a kind of its own; every other break of the order is the other. */
function outOfOrder(position: Position): Finding[] {
  return oversOf(sumsOf(position.entries), position.mode).map(({ stage, limit, overFen }) => {
    const of = position.entries.filter((entry) => entry.stage === stage);
    const given = {
      stage,
      limit,
      amountFen: overFen,
      sinceOn: brokenSince(position.entries, stage, limit),
      postingIds: idsOf(of),
      figures: [overFen],
    };
    return stage === "receive" && limit === "disburse"
      ? found(position, { kind: "overReceived", ...given })
      : found(position, { kind: "order", about: `${stage} ${limit}`, ...given });
  });
}

/** The day since which a stage has been over its limit without a break. */
export function brokenSince(entries: readonly Entry[], stage: Stage, limit: Stage): Day {
  let over = 0;
  let since: Day | undefined;
  for (const [day, ofDay] of Map.groupBy(entries, (entry) => entry.onDay)) {
    const sums = sumsOf(ofDay);
    over += sums[stage] - sums[limit];
    since = over > 0 ? (since ?? day) : undefined;
  }
  return since ?? entries.at(-1)?.onDay ?? "";
}

function beforeAcceptance(position: Position): Finding[] {
  const { mode, acceptedOn } = position;
  const early = position.entries.filter(
    (entry) => entry.amountFen > 0 && awaitsAcceptance(mode, entry.stage, entry.onDay, acceptedOn),
  );
  const [first] = early;
  if (!first) return [];
  const given = {
    stage: "disburse",
    limit: "acceptance",
    amountFen: total(early),
    sinceOn: first.onDay,
    postingIds: idsOf(early),
  } as const;
  return [
    found(position, {
      kind: "order",
      about: "disburse acceptance",
      ...given,
      figures: [total(early), first.onDay, acceptedOn ?? "-"],
    }),
  ];
}

function beforeContract(position: Position): Finding[] {
  const { contractOn } = position;
  const early = position.entries.filter(
    (entry) => entry.stage === "spend" && (contractOn === undefined || entry.onDay < contractOn),
  );
  const [first] = early;
  const amountFen = total(early);
  if (!first || amountFen <= 0) return [];
  const given = { amountFen, sinceOn: first.onDay, contractOn: contractOn ?? null, postingIds: idsOf(early) };
  return [
    found(position, {
      kind: "beforeContract",
      stage: "spend",
      ...given,
      figures: [amountFen, first.onDay, contractOn ?? "-"],
    }),
  ];
}

/**
 * The same paper twice: in a stage of the position, moved the same way; for spending also in another project.
 */
function sameDocuments(position: Position): Finding[] {
  const papers = Map.groupBy(
    position.entries.filter((entry) => entry.documentNo !== ""),
    (entry) =>
      [entry.stage, ...(entry.movement === "ordinary" ? [] : [entry.movement]), entry.documentNo].join(" "),
  );
  return [...papers].flatMap(([about, entries]) => {
    const [first] = entries;
    if (!first) return [];
    const isSpending = first.stage === "spend" && first.movement === "ordinary";
    const others = isSpending
      ? position.elsewhere.filter((other) => other.documentNo === first.documentNo)
      : [];
    const uses = [...entries, ...others].toSorted((a, b) =>
      a.onDay < b.onDay ? -1 : a.onDay > b.onDay ? 1 : a.id - b.id,
    );
    const second = uses[1];
    if (!second) return [];
    const given = {
      amountFen: total(entries),
      sinceOn: second.onDay,
      documentNo: first.documentNo,
      postingIds: idsOf(entries),
    };
    return [
      found(position, {
        kind: "sameDocument",
        about,
        stage: first.stage,
        ...given,
        figures: uses.map(({ id }) => id),
      }),
    ];
  });
}

/** What they broke may have been put right since; that they passed stays to be read. */
const passedByExplanation = (position: Position): Finding[] =>
  position.entries
    .filter((entry) => entry.explanation !== "")
    .map(({ id, stage, amountFen, onDay, documentNo, explanation, personName, recordedAt }) =>
      found(position, {
        kind: "explained",
        about: String(id),
        stage,
        amountFen,
        sinceOn: onDay,
        documentNo,
        postingIds: [id],
        figures: [id],
        passedBy: { explanation, personName, at: recordedAt },
      }),
    );

const idsOf = (entries: readonly { id: number }[]): number[] => entries.map(({ id }) => id);

/** A project as the two lists hold it, with what is planned for it. */
export type Listed = {
  id: number;
  name: string;
  townId: number;
  level: "village" | "key";
  sameAsId: number | null;
  createdOn: Day;
  plannedFen: number;
};

/**
 * Key projects that stand on the village list too: those that say so, whose money is counted once, and those
 * that only have the name and the town of a village project, whose money may count twice.
 */
export function onBothLists(
  listed: readonly Listed[],
): { project: Listed; twin: Listed; linked: boolean; finding: Finding }[] {
  const byId = new Map(listed.map((each) => [each.id, each]));
  const namesakes = new Map(
    listed.filter((each) => each.level === "village").map((each) => [`${each.townId} ${each.name}`, each]),
  );
  return listed
    .filter((each) => each.level === "key")
    .flatMap((project) => {
      const linked = project.sameAsId !== null;
      const twin =
        project.sameAsId === null
          ? namesakes.get(`${project.townId} ${project.name}`)
          : byId.get(project.sameAsId);
      if (!twin) return [];
      const amountFen = linked ? twin.plannedFen : Math.min(project.plannedFen, twin.plannedFen);
      const finding: Finding = {
        kind: "bothLists",
        key: `${project.id} ${twin.id}`,
        source: null,
        stage: null,
        amountFen,
        sinceOn: project.createdOn,
        documentNo: "",
        figures: linked ? "linked" : `apart ${project.plannedFen} ${twin.plannedFen}`,
        limit: null,
        contractOn: null,
        postingIds: [],
        passedBy: null,
      };
      return [{ project, twin, linked, finding }];
    });
}

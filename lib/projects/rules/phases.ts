import { type evidenceKinds, type Phase, phases } from "#db/schema/projects.ts";

export type EvidenceKind = (typeof evidenceKinds)[number];

/** Where a phase stands in the order of DOMAIN §4: 0 谋划入库 … 6 移交管护. */
export const rankOf = (phase: Phase): number => phases.indexOf(phase);

/** Has a project that stands at `phase` reached `wanted`? */
export const hasReached = (phase: Phase, wanted: Phase): boolean => rankOf(phase) >= rankOf(wanted);

/** A project that yields is done: nothing more is planned or reported of it (移交管护 comes after 投产运营). */
export const isDone = (phase: Phase): boolean => hasReached(phase, "operating");

/** The phases passed on the way from one to a later one, skipped ones too; none when `to` is not later. */
export const passedBetween = (from: Phase, to: Phase): Phase[] =>
  phases.slice(rankOf(from) + 1, rankOf(to) + 1);

/** The evidence that passing each phase needs (DOMAIN §4); being identified needs none. */
export const evidenceFor: Record<Exclude<Phase, "identified">, EvidenceKind> = {
  approved: "approvalNumber",
  preparation: "contract",
  building: "startNote",
  accepted: "acceptance",
  operating: "operatingContract",
  handedOver: "handover",
};

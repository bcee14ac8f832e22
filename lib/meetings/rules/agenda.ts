/**
 * What a meeting takes up: a project that needs somebody's attention, or a village that fell back or is far
 * from its target.
 */
export type AgendaItem<P, V> =
  | { kind: "project"; project: P }
  | { kind: "village"; village: V; relapsed: boolean };

type Village = { id: number; code: string; met: boolean; operatingFen: number | null; gapFen: number };

/** As many villages as a meeting takes up unless more of them fell back. */
export const villagesAtMost = 10;

/**
 * 议程: first the projects as `needingAttention` puts them (red, yellow, missing reports), then the villages
 * that fell back below their target (返薄), then those furthest from it, larger gaps first. A village without
 * data has no gap to speak of.
 */
export function agendaOf<P, V extends Village>(board: {
  attention: readonly P[];
  tiles: readonly V[];
  changes: { relapsed: readonly { id: number }[] };
}): AgendaItem<P, V>[] {
  const fell = new Set(board.changes.relapsed.map(({ id }) => id));
  const short = board.tiles
    .filter((tile) => tile.operatingFen !== null && !tile.met)
    .toSorted(
      (a, b) =>
        Number(fell.has(b.id)) - Number(fell.has(a.id)) || b.gapFen - a.gapFen || (a.code < b.code ? -1 : 1),
    );
  return [
    ...board.attention.map((project) => ({ kind: "project" as const, project })),
    ...short
      .slice(0, Math.max(villagesAtMost, fell.size))
      .map((village) => ({ kind: "village" as const, village, relapsed: fell.has(village.id) })),
  ];
}

type Pinned = { projectId: number | null; villageId: number | null };

/** Is the comment about this item? */
export const isAbout = (item: AgendaItem<{ id: number }, { id: number }>, comment: Pinned): boolean =>
  item.kind === "project" ? comment.projectId === item.project.id : comment.villageId === item.village.id;

import { id, index, instant, int, ref, str, table, version } from "../columns.ts";
import { divisions } from "./divisions.ts";
import { people } from "./people.ts";
import { projects, provenances } from "./projects.ts";

/**
 * 研究点评: a meeting before the board of a division. Its figures are those that had been recorded when it was
 * started.
 */
export const meetings = table(
  "meeting",
  {
    id: id(),
    divisionId: ref(() => divisions.id).notNull(),
    title: str().notNull(),
    startedAt: instant().notNull(), // what is shown is what was known by then
    headSeq: int().notNull(), // the trail's head at that moment, as prints carry it
    headHash: str().notNull(),
    endedAt: instant(),
    conclusion: str().notNull().default(""),
    personId: ref(() => people.id),
    personName: str().notNull(),
    updatedBy: str(),
    updatedAt: instant(),
    version: version(),
  },
  (t) => [index("meeting_division").on(t.divisionId, t.id)],
);

/**
 * 点评: a remark pinned to a village or a project, perhaps in a meeting. Append-only; a follow-up (督办) will
 * point to it.
 */
export const comments = table(
  "comment",
  {
    id: id(),
    meetingId: ref(() => meetings.id),
    projectId: ref(() => projects.id),
    villageId: ref(() => divisions.id),
    text: str().notNull(),
    personId: ref(() => people.id),
    personName: str().notNull(),
    recordedAt: instant().notNull(),
    provenance: str(provenances).notNull(),
  },
  (t) => [
    index("comment_meeting").on(t.meetingId, t.id),
    index("comment_project").on(t.projectId, t.id),
    index("comment_village").on(t.villageId, t.id),
  ],
);

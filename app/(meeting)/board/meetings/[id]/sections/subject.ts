import type { MeetingRoom } from "#lib/meetings/queries/meetings.ts";

/** What a meeting looks at: a project or a village. */
export type Item = MeetingRoom["agenda"][number]["item"];

/** What the comments of an item are about. */
export const subjectOf = (item: Item) =>
  item.kind === "project" ? { projectId: item.project.id } : { villageId: item.village.id };

/** Where an item lies. */
export const codeOf = (item: Item) => (item.kind === "project" ? item.project.townCode : item.village.code);

import { z } from "zod";
import { idText, keyText, requiredText, versionText } from "#lib/core/fields.ts";

/** An empty field of a form is none. */
const optionalId = z.preprocess((given) => (given === "" ? undefined : given), idText.optional());

export const StartMeeting = z.object({
  /** The division before whose board one meets: its 12-digit code. */
  node: z.string({ error: "required" }).regex(/^\d{12}$/, "notAChoice"),
  title: requiredText(60),
  key: keyText,
});
export type StartMeeting = z.output<typeof StartMeeting>;

export const EndMeeting = z.object({
  meetingId: idText,
  version: versionText,
  conclusion: requiredText(2000),
  key: keyText,
});
export type EndMeeting = z.output<typeof EndMeeting>;

/** Of `projectId` and `villageId` exactly one. */
export const WriteComment = z.object({
  projectId: optionalId,
  villageId: optionalId,
  meetingId: optionalId,
  text: requiredText(500),
  key: keyText,
});
export type WriteComment = z.output<typeof WriteComment>;

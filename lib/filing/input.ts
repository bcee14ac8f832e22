import { z } from "zod";
import { remarkSubjects } from "#db/schema/filing.ts";
import {
  dayText,
  idText,
  keyText,
  monthText,
  optionalText,
  reasonText,
  requiredText,
  single,
  tick,
} from "#lib/core/fields.ts";

/** The version of the month that the form was made from; 0 where nothing had been done to it. */
const version = single(z.coerce.number({ error: "required" }).int("required").min(0, "required"));
const month = { townId: idText, month: monthText, version, key: keyText };

/** `confirmed`: it is to be filed although something is missing. */
export const SubmitMonth = z.object({ ...month, confirmed: tick });
export type SubmitMonth = z.output<typeof SubmitMonth>;

export const WithdrawMonth = z.object({ ...month, reason: optionalText(200) });
export type WithdrawMonth = z.output<typeof WithdrawMonth>;

/**
 * `remark.village.r12`: what is wrong with the row of that id, `remark.month.r0` with all of it; an empty one
 * is none.
 */
const Remarks = z
  .partialRecord(z.enum(remarkSubjects), z.record(z.string().regex(/^r\d+$/), optionalText(500)))
  .default({})
  .transform((given) =>
    remarkSubjects.flatMap((subject) =>
      Object.entries(given[subject] ?? {}).flatMap(([row, remark]) =>
        remark === ""
          ? []
          : [{ subject, subjectId: Number(row.slice(1)), remark, field: `remark.${subject}.${row}` }],
      ),
    ),
  );
export const ReturnMonth = z
  .object({ ...month, reason: reasonText(500), remark: Remarks })
  .transform(({ remark, ...rest }) => ({ ...rest, remarks: remark }));
export type ReturnMonth = z.output<typeof ReturnMonth>;

export const AnswerRemark = z.object({ remarkId: idText, answer: requiredText(500), key: keyText });
export type AnswerRemark = z.output<typeof AnswerRemark>;

/**
 * One or more ticked towns: `town` is "12:3", a town's id and the version of its month that was looked at.
 */
const Towns = z.preprocess(
  (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]),
  z
    .array(
      z
        .string()
        .regex(/^\d+:\d+$/, "unusable")
        .transform((text) => {
          const [townId = 0, seen = 0] = text.split(":").map(Number);
          return { townId, version: seen };
        }),
    )
    .min(1, "chooseTowns")
    .max(500, "unusable"),
);
const ofTowns = { month: monthText, town: Towns, key: keyText };

/** `confirmed` and `reason`: towns of which something is missing are to be approved too, and why. */
export const ApproveMonth = z
  .object({ ...ofTowns, confirmed: tick, reason: optionalText(500) })
  .transform(({ town, ...rest }) => ({ ...rest, towns: town }));
export type ApproveMonth = z.output<typeof ApproveMonth>;
export const LockMonth = z.object(ofTowns).transform(({ town, ...rest }) => ({ ...rest, towns: town }));
export type LockMonth = z.output<typeof LockMonth>;

/** `until`: the last day on which the month is open. */
export const UnlockMonth = z.object({ ...month, reason: reasonText(500), until: dayText });
export type UnlockMonth = z.output<typeof UnlockMonth>;

import { z } from "zod";
import type { ViewRequest } from "#lib/core/context.ts";
import { isDay } from "#lib/core/dates.ts";
import { monthText, viewFields } from "#lib/core/fields.ts";
import { units } from "#lib/core/money.ts";
import { sizes } from "./rules/sizes.ts";

const day = z.string().refine(isDay, "notADay").optional();
const year = z.coerce
  .number("notANumber")
  .int("notANumber")
  .min(2000, "outOfRange")
  .max(2100, "outOfRange")
  .optional();
const unit = z.enum([...units, "compact"], "notAChoice").default("wan");

/** What is asked for; all rows and the strict basis where a program says nothing of them. */
type Looked<S extends z.ZodType<ViewRequest>> = Omit<z.output<S>, keyof ViewRequest> & ViewRequest;

/** The wall chart of a division: `size` is the chart's, `paper` the sheets that come out of the printer. */
export const BoardPrint = z.object({
  /** A 12-digit code; the actor's own division unless given. */
  node: z
    .string()
    .regex(/^\d{12}$/, "notAChoice")
    .optional(),
  year,
  asOf: day,
  ...viewFields,
  unit,
  size: z.enum(sizes, "notAChoice").default("A3"),
  /** A chart that is larger is cut into sheets of this size; A3 unless the chart is smaller. */
  paper: z.enum(sizes, "notAChoice").optional(),
});
export type BoardPrint = Looked<typeof BoardPrint>;

/** The poster of a county or town, on one sheet of `size`; amounts in 万元, as they are said aloud. */
export const PosterPrint = z.object({
  node: BoardPrint.shape.node,
  year,
  asOf: day,
  ...viewFields,
  size: z.enum(["A3", "A2", "A1", "A0"], "notAChoice").default("A3"),
});
export type PosterPrint = Looked<typeof PosterPrint>;

/** 一村一策, one village and year on a sheet of A4. */
export const VillagePrint = z.object({ year, asOf: day, ...viewFields, unit });
export type VillagePrint = Looked<typeof VillagePrint>;

/** One project on a sheet of A4. */
export const ProjectPrint = z.object({ asOf: day, ...viewFields, unit });
export type ProjectPrint = Looked<typeof ProjectPrint>;

/** The monthly report of a county or a town, on as many sheets of A3 or A4 as it needs. */
export const MonthlyPrint = z.object({
  node: BoardPrint.shape.node,
  month: monthText.optional(),
  asOf: day,
  ...viewFields,
  unit,
  size: z.enum(["A4", "A3"], "notAChoice").default("A3"),
});
export type MonthlyPrint = Looked<typeof MonthlyPrint>;

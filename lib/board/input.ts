import { z } from "zod";
import { approaches, projectLevels, projectTypes, sectors } from "#db/schema/projects.ts";
import { isDay } from "#lib/core/dates.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import { monthClasses } from "./rules/month-classes.ts";

/** What a board's address carries; what makes no sense is as if it were not there. */
export const BoardFilter = z.object({
  /** A division's code at any level. */
  node: z
    .string()
    .regex(/^\d{12}$/)
    .optional()
    .catch(undefined),
  year: z.coerce.number().int().min(2000).max(2100).optional().catch(undefined),
});
export type BoardFilter = z.output<typeof BoardFilter>;

const chosen = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.enum(names).optional().catch(undefined);

/** 月度热力表: the villages whose newest month is of this class. */
export const HeatFilter = BoardFilter.extend({ class: chosen(monthClasses) });
export type HeatFilter = z.output<typeof HeatFilter>;

/** Which projects a view shows; all that run unless something is asked. */
export const ProjectsFilter = BoardFilter.extend({
  level: chosen(projectLevels),
  sector: chosen(sectors),
  light: chosen(lights),
});
export type ProjectsFilter = z.output<typeof ProjectsFilter>;

/** 甘特图: by what its rows are grouped. */
export const GanttFilter = ProjectsFilter.extend({ by: z.enum(["place", "phase"]).catch("place") });
export type GanttFilter = z.output<typeof GanttFilter>;

export const tileColours = ["tier", "light", "growth", "gap"] as const;
export type TileColour = (typeof tileColours)[number];

/** How a map is coloured, and which villages it picks out; the others stay, dimmed. */
export const MapFilter = z.object({
  tiles: z.enum(tileColours).catch("tier"),
  /** Are the ties of clusters left out? */
  ties: chosen(["off"]),
  sector: chosen(sectors),
  approach: chosen(approaches),
  type: chosen(projectTypes),
  cluster: z.coerce.number().int().positive().optional().catch(undefined),
  /** A tier's key, or `noData`. */
  tier: z.string().max(30).optional().catch(undefined),
  /** Of the village's projects the worst; `none` where it has none. */
  light: chosen([...lights, "none"]),
});
export type MapFilter = z.output<typeof MapFilter>;

const day = z
  .string()
  .refine((text) => isDay(text) && text >= "2000-01-01")
  .optional()
  .catch(undefined);

/** 两镇对比: the codes of the two. */
export const TownsFilter = BoardFilter.extend({ a: BoardFilter.shape.node, b: BoardFilter.shape.node });
export type TownsFilter = z.output<typeof TownsFilter>;

/** What a comparison's address carries: the two days; the later one is today unless given. */
export const CompareFilter = BoardFilter.extend({ from: day, to: day });

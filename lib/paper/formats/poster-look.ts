import type { Translate } from "#lib/core/columns.ts";
import type { Poster } from "../queries/wall-chart.ts";
import type { Size } from "../rules/sizes.ts";
import type { Canvas } from "./canvas.ts";

/**
 * In points on A3: the smallest type of a poster, so that it is read from three metres (UX 44); on A0 it is
 * 39.
 */
export const least = 14;
export const small = { size: least, least } as const;

export type PosterLook = { size: Size; language: string };
/** What every part of a poster draws with. */
export type Parts = { pen: Canvas; words: Translate; poster: Poster; look: PosterLook };

import { paper } from "#app/_server/paper.ts";
import { printPoster } from "#lib/print/commands.ts";
import { PosterPrint } from "#lib/print/input.ts";

/** The poster: node, year, asOf, size, unit, lang. */
export const GET = (request: Request): Promise<Response> => paper(request, PosterPrint, printPoster);

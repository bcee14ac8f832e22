import { paper } from "#app/_server/pdf/pdf-answer.ts";
import { printPoster } from "#lib/paper/commands/prints.ts";
import { PosterPrint } from "#lib/paper/input.ts";

/** The poster: node, year, asOf, size, unit, lang. */
export const GET = (request: Request): Promise<Response> => paper(request, PosterPrint, printPoster);

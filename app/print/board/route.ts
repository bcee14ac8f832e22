import { paper } from "#app/_server/pdf/pdf-answer.ts";
import { printBoard } from "#lib/paper/commands/prints.ts";
import { BoardPrint } from "#lib/paper/input.ts";

/** The wall chart: node, year, asOf, size, paper, unit, lang. */
export const GET = (request: Request): Promise<Response> => paper(request, BoardPrint, printBoard);

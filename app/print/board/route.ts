import { paper } from "#app/_server/paper.ts";
import { printBoard } from "#lib/print/commands.ts";
import { BoardPrint } from "#lib/print/input.ts";

/** The wall chart: node, year, asOf, size, paper, unit, lang. */
export const GET = (request: Request): Promise<Response> => paper(request, BoardPrint, printBoard);

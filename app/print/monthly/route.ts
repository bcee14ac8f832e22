import { paper } from "#app/_server/paper.ts";
import { printMonthly } from "#lib/print/commands.ts";
import { MonthlyPrint } from "#lib/print/input.ts";

/** The monthly report: node, month, asOf, size, unit, lang. */
export const GET = (request: Request): Promise<Response> => paper(request, MonthlyPrint, printMonthly);

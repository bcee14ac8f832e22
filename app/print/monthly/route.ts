import { paper } from "#app/_server/pdf/pdf-answer.ts";
import { printMonthly } from "#lib/paper/commands/prints.ts";
import { MonthlyPrint } from "#lib/paper/input.ts";

/** The monthly report: node, month, asOf, size, unit, lang. */
export const GET = (request: Request): Promise<Response> => paper(request, MonthlyPrint, printMonthly);

import { paper } from "#app/_server/pdf/pdf-answer.ts";
import { printVillage } from "#lib/paper/commands/prints.ts";
import { VillagePrint } from "#lib/paper/input.ts";

type Props = { params: Promise<{ id: string }> };

/** A village card on A4: year, asOf, unit, lang. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const id = Number((await params).id) || 0;
  return paper(request, VillagePrint, (ctx, asked, press) => printVillage(ctx, id, asked, press));
}

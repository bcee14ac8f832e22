import { paper } from "#app/_server/pdf/pdf-answer.ts";
import { printProject } from "#lib/paper/commands/prints.ts";
import { ProjectPrint } from "#lib/paper/input.ts";

type Props = { params: Promise<{ id: string }> };

/** A project on A4: asOf, unit, lang. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const id = Number((await params).id) || 0;
  return paper(request, ProjectPrint, (ctx, asked, press) => printProject(ctx, id, asked, press));
}

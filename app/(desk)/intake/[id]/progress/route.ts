import { z } from "zod";
import { answer } from "#app/_server/api/answer.ts";
import { intakeProgress } from "#lib/imports/queries/imports.ts";

/** How far the reading of a file is: {"state": "reading", "rows": 1200} */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = Number((await params).id) || 0;
  return answer(request, z.object({}), async (ctx) =>
    Response.json(await intakeProgress(ctx, id), { headers: { "cache-control": "no-store" } }),
  );
}

import { sessionContext } from "#app/_server/session/session.ts";
import { litInWords } from "#app/(desk)/projects/sections/lit-in-words.ts";
import { may } from "#lib/access/policy.ts";
import { NotFound } from "#lib/core/errors.ts";
import { PreviewReport } from "#lib/projects/input.ts";
import { previewLight } from "#lib/projects/queries/report-form.ts";

const nothing = (status: number) => new Response(null, { status });

/** The light that a report would give, for the form to show while one types. Writes nothing. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const ctx = await sessionContext();
  if (!ctx) return nothing(401);
  if (!may(ctx.actor, "project.report")) return nothing(403);
  const asked = PreviewReport.safeParse({
    ...Object.fromEntries(new URL(request.url).searchParams),
    projectId: (await params).id,
  });
  if (!asked.success) return nothing(204);
  try {
    return Response.json(await litInWords(await previewLight(ctx, asked.data)), {
      headers: { "cache-control": "no-store" },
    });
  } catch (error) {
    if (error instanceof NotFound) return nothing(404);
    throw error;
  }
}

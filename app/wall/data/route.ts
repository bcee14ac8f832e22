import { problem } from "#app/_server/api/problem.ts";
import { askedBy, wallQuestion } from "#app/_server/live/wall-session.ts";
import { Forbidden, NotFound } from "#lib/core/errors.ts";
import { inWords } from "../in-words.ts";

/** What the scenes show, in the reader's words. Unchanged it is not computed: the tag says so first. */
export async function GET(request: Request): Promise<Response> {
  const asked = await askedBy(request);
  if (asked instanceof Response) return asked;
  const { watcher } = asked;
  try {
    const question = await wallQuestion(watcher, asked.asked);
    const headers = { etag: question.tag, "cache-control": "private, no-cache", "x-now": question.ctx.now.toISOString() };
    if (request.headers.get("if-none-match") === question.tag) return new Response(null, { status: 304, headers });
    return Response.json(await inWords(question), { headers });
  } catch (error) {
    if (error instanceof NotFound) return problem(404, "notFound", "There is no such thing within your scope");
    if (error instanceof Forbidden) return problem(403, "forbidden", "This account may not look here");
    throw error;
  }
}

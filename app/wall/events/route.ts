import { problem } from "#app/_server/api/problem.ts";
import { askedBy } from "#app/_server/live/wall-session.ts";
import { listen, versionNow } from "#app/_server/live/watch.ts";
import { buildId } from "#app/_server/session/build-id.ts";
import { clock } from "#app/_server/session/session.ts";
import { may } from "#lib/access/policy.ts";

/**
 * Server-sent events: the version of what the wall shows, at once, at every change and every few seconds. No
 * figures travel here: they are asked for, and permitted, at /wall/data.
 */
export async function GET(request: Request): Promise<Response> {
  const asked = await askedBy(request);
  if (asked instanceof Response) return asked;
  const { watcher } = asked;
  if (!may(watcher.ctx.actor, "board.read"))
    return problem(403, "forbidden", "This account may not look here");
  const build = await buildId();
  const text = new TextEncoder();
  let over = false;
  let unlisten = () => {};
  const leave = () => {
    over = true;
    unlisten();
  };
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const end = () => {
        if (over) return;
        leave();
        controller.close();
      };
      const tell = async (version: string) => {
        const stands = await watcher.stands().catch(() => true); // a database that cannot answer has not revoked anything
        if (!stands) return end();
        const now = (await clock()).toISOString();
        if (!over)
          controller.enqueue(
            text.encode(`event: version\ndata: ${JSON.stringify({ version, build, now })}\n\n`),
          );
      };
      unlisten = listen({ news: (version) => void tell(version).catch(end), end });
      request.signal.addEventListener("abort", end, { once: true });
      void versionNow().then(tell).catch(end);
    },
    cancel: leave,
  });
  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform", // a compressed stream would wait to be full
    "x-accel-buffering": "no",
    connection: "close", // once it ends nothing else travels here
  };
  return new Response(stream, { headers });
}

/** Once, before the first request: a server that must not run says so in one sentence and stops. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { answerFront, keepHeads, recordWhatLeft, refuseToStart } = await import(
    "./app/_server/live/start.ts"
  );
  await refuseToStart({ guarded: process.env.NODE_ENV === "production" });
  answerFront();
  keepHeads();
  recordWhatLeft();
  if (process.env.NODE_ENV === "production")
    (await import("./app/_server/live/backup-clock.ts")).backUpByTheClock();
}

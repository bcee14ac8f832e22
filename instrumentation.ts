/** Once, before the first request: a server that must not run says so in one sentence and stops; any other knows how to stop in time. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { refuseToStart, stopInTime } = await import("./app/_server/start.ts");
  await refuseToStart();
  stopInTime();
}

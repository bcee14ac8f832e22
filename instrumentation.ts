/** Once, before the first request: a server that must not run says so in one sentence and stops. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { refuseToStart } = await import("./app/_server/start.ts");
  await refuseToStart();
}

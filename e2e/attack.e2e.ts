import { randomOf } from "#lib/demo/random.ts";
import { demonstration } from "../playwright.config.ts";
import { builtActions } from "../proof/actions.ts";
import { detectorIn, findingsIn } from "../proof/detector.ts";
import { payloadOf } from "../proof/hostile-payloads.ts";
import { scriptPayloads } from "../proof/script-payloads.ts";
import { expect, test } from "./app.ts";

// A little of the long proofs (npm run proof -- hostile, scripts), in every run.

test("whatever an action is called with, it answers, and nothing of it is done", async ({ signIn }) => {
  const clerk = await signIn("lianhua");
  const cookie = (await clerk.page.context().cookies())
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const actions = builtActions();
  const ids = actions.map(({ id }) => id);
  for (const [at, { id, name }] of actions.entries()) {
    const { kind, headers, body } = payloadOf(randomOf(`seed ${at}`), {
      id,
      others: ids,
      forms: [],
      names: ["name", "townId", "reason"],
    });
    const sent = {
      method: "POST",
      redirect: "manual",
      headers: { ...headers, cookie, origin: demonstration },
      body: body as BodyInit,
    } as const;
    const answer = await fetch(`${demonstration}/account`, sent);
    expect(await answer.text(), `${kind} to ${name}`).not.toContain('"status":"done"');
    expect(answer.headers.get("location") ?? "", `${kind} to ${name}`).not.toContain("done=");
  }
  await clerk.open("/account");
  await expect(clerk.heading()).toBeVisible();
});

test("what somebody writes is text, whatever it looks like", async ({ signIn }) => {
  const leader = await signIn("leader");
  const detector = await detectorIn(leader.page.context(), demonstration);
  await leader.open("/villages?search=丙洲");
  const village = (await leader.page.getByRole("link", { name: "丙洲" }).first().getAttribute("href")) ?? "";
  const text = scriptPayloads(12)
    .map((payload) => payload.text)
    .join(" ");
  await leader.open(village);
  await leader.page.locator("main [name=text]").first().fill(text);
  await leader.page.locator("main").getByRole("button", { name: "保存点评" }).click();
  await expect(leader.page.locator("main")).toContainText("<script>canary(1)</script>");
  for (const path of [village, "/board/meetings", "/", `/projects?q=${encodeURIComponent(text)}`]) {
    await leader.open(path);
    await detector.look(leader.page);
  }
  expect(findingsIn(detector.found())).toBe(0);
});

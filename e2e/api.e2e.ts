import { expect, test } from "./app.ts";
import { misfits } from "./fits.ts";

const node = "350212000000";
const asked = [
  "/api/health",
  "/api/ready",
  "/api/openapi.json",
  "/api/v1/accounts",
  "/api/v1/accounts?month=2024-01",
  `/api/v1/board?node=${node}&year=2016&asOf=2016-12-31&basis=strict&approvedOnly=true`,
  "/api/v1/board?node=350212106000&year=2016&asOf=2016-06-30",
  `/api/v1/villages?node=${node}&year=2016&limit=1000`,
  `/api/v1/projects?node=${node}&asOf=2016-10-31`,
  `/api/v1/funding?node=${node}&from=2016-01-01&to=2016-12-31&groupBy=source,stage`,
  "/api/v1/funding?groupBy=village,year&limit=1000",
  "/api/v1/funding?groupBy=project,list,town",
];

test("each route answers as it is described", async ({ signIn }) => {
  const auditor = await signIn("auditor");
  const description = await (await auditor.page.request.get("/api/openapi.json")).json();
  for (const path of asked) {
    const answer = await auditor.page.request.get(path);
    expect(answer.status(), path).toBe(200);
    const schema =
      description.paths[path.split("?")[0] ?? ""].get.responses[200].content["application/json"].schema;
    expect(misfits(await answer.json(), schema, description), path).toEqual([]);
  }
});

test("what is refused is a problem with a code", async ({ signIn, stranger }) => {
  const clerk = await signIn("lianhua");
  const nobody = await stranger();
  const admin = await signIn("admin");
  const cases = [
    { who: nobody, path: "/api/v1/board", status: 401, code: "unauthorized" },
    { who: nobody, path: "/api/v1/export/funding.csv", status: 401, code: "unauthorized" },
    { who: clerk, path: "/api/v1/funding?node=350212106000", status: 404, code: "notFound" },
    { who: clerk, path: "/api/v1/villages?year=x", status: 400, code: "invalidParameters" },
    { who: clerk, path: "/api/v1/accounts?month=2016-13", status: 400, code: "invalidParameters" },
    { who: clerk, path: "/api/v1/accounts?month=2004-12", status: 409, code: "income.noBasis" },
    { who: admin, path: "/api/v1/accounts", status: 403, code: "forbidden" },
    { who: clerk, path: "/api/v1/board?asOf=2017-01-01", status: 409, code: "asOfFuture" },
    { who: clerk, path: "/api/v1/export/secrets.csv", status: 404, code: "notFound" },
    { who: admin, path: "/api/v1/projects", status: 403, code: "forbidden" },
  ];
  for (const { who, path, status, code } of cases) {
    const answer = await who.page.request.get(path);
    expect(answer.status(), path).toBe(status);
    expect(answer.headers()["content-type"], path).toContain("application/problem+json");
    expect(await answer.json(), path).toMatchObject({ status, code });
  }
});

test("board, funding and export say the same to the fen; pages add up to the whole", async ({ signIn }) => {
  const leader = await signIn("leader");
  const get = async (path: string) => (await leader.page.request.get(path)).json();
  const board = await get(`/api/v1/board?node=${node}&year=2015`);
  const funding = await get(`/api/v1/funding?node=${node}&year=2015`);
  expect(board.totals.fundingByStageFen).toEqual(funding.totalFen);
  expect(board.rows.reduce((sum: number, row: { operatingFen: number }) => sum + row.operatingFen, 0)).toBe(
    board.totals.operatingFen,
  );
  const seen: string[] = [];
  for (let cursor = ""; ; ) {
    const page = await get(
      `/api/v1/villages?node=${node}&year=2015&limit=50${cursor && `&cursor=${cursor}`}`,
    );
    seen.push(...page.data.map((village: { code: string }) => village.code));
    if (!page.next) break;
    cursor = page.next;
  }
  expect(new Set(seen).size).toBe(136);
  expect(seen).toHaveLength(136);
});

test("a village's row says what waits for approval, whatever is counted", async ({ signIn }) => {
  const leader = await signIn("leader");
  const rows = async (approvedOnly: boolean) =>
    (
      await (
        await leader.page.request.get(
          `/api/v1/villages?node=${node}&year=2015&limit=1000&approvedOnly=${approvedOnly}`,
        )
      ).json()
    ).data;
  for (const approvedOnly of [true, false])
    for (const row of await rows(approvedOnly))
      expect(row).toMatchObject({ monthsReported: 12, monthsApproved: 12, waiting: false, hasData: true });
});

import { expect, test } from "vitest";
import { commandCases } from "./command-cases.ts";
import { exportedCommands } from "./every-command.ts";

test("every command has its line among the deeds, and no line is about nothing", async () => {
  const elsewhere = [
    "foundDistrict", // the operator's, in an empty database: lib/testing/audited.world.test.ts
    "makeBackup", // these three are of the machine and need its folders: lib/backup/backup.world.test.ts
    "rememberBackup",
    "rememberRestore",
    "takeOverMonths", // the operator's, in a database from before filing: lib/upgrade/takeover.world.test.ts
    "rememberExport", // an event of runExport, which is among the deeds
  ];
  const deeds = Object.keys(commandCases).filter((name) => name !== "runExport");
  expect([...deeds, ...elsewhere].toSorted()).toEqual(await exportedCommands());
});

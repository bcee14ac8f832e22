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
    "writeExport", // what runExport does with what it has read
  ];
  expect([...Object.keys(commandCases), ...elsewhere].toSorted()).toEqual(await exportedCommands());
});

// The operator's commands: npm run guatu -- <command>. Whoever may run them holds the machine.
import { parseArgs } from "node:util";
import { settingsAtOnce } from "#db/glance.ts";
import { env, type Held, isPostgres, Plain, plainly, say } from "./console.ts";

const help = `npm run guatu -- <command>

  init --empty            建立真实的空白区县；演示库先移到一旁 · found a real, empty district; a demonstration is set aside first
  init --demo             建立演示区县 · found the demonstration district
  admin create <username> 新建系统管理员，打印一次性密码 · make an administrator and print a one-time password
  verify-export FILE      文件是否为导出时原样、此后数据有无变化 · is an exported file as it left, and has the data changed since
  audit verify [--anchor SEQ:HASH …]
                          逐条校验审计链，指出第一处断裂 · walk the audit chain and name the first broken row
  print board [--node CODE] [--year 2016] [--asOf 2016-11-30] [--size A4|A3|A2|A1|A0] [--paper A3] [--unit wan|yuan|yi] [--lang en] -o wall.pdf
                          打印挂图；幅面大于纸张时自动拼接 · the wall chart as a PDF, cut into sheets where it is larger than the paper
  print village CODE      一村一策卡（A4）· a village's card    print project NUMBER  项目单（A4）· a project's sheet
  backup <file>           运行中也可备份 · copy the database, also while it runs
  prepare                 升级表结构；空库则建立演示区县 · migrate, and fill an empty database with the demonstration
  help`;

/** What a SQLite file that needs no migration holds: every later start asks, and shall not wait for the whole domain to load. */
function heldAtOnce(): Held | null {
  const settings = isPostgres ? null : settingsAtOnce(env.databaseUrl);
  if (!settings?.has("rootCode")) return null;
  return settings.get("demonstration") === "yes" ? "demonstration" : "real";
}

async function prepare() {
  const held = heldAtOnce() ?? (await (await import("./commands.ts")).holds());
  if (env.production && held === "demonstration")
    throw new Plain("This is a demonstration database: run `npm run guatu -- init --empty` before production. 演示库不能用于正式运行。");
  if (env.production && held === "nothing")
    throw new Plain(
      "The database is empty: run `npm run guatu -- init --empty`, then `npm run guatu -- admin create <username>`. 请先建立空白区县和管理员。",
    );
  if (held === "nothing") await (await import("./commands.ts")).demonstrate();
  if (held !== "real") {
    say("演示账号，密码 guatu-demo · demonstration accounts, password guatu-demo: lianhua, xinmin, office, leader, auditor, admin");
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{ empty: { type: "boolean" }, demo: { type: "boolean" }, anchor: { type: "string", multiple: true } },
      ...{ node: { type: "string" }, year: { type: "string" }, asOf: { type: "string" }, size: { type: "string" }, paper: { type: "string" } },
      ...{ unit: { type: "string" }, lang: { type: "string" }, out: { type: "string", short: "o" } },
    },
  });
  const [command, ...rest] = positionals;
  const commands = () => import("./commands.ts");
  if (command === "prepare") await prepare();
  else if (command === "init") await (await commands()).init(values);
  else if (command === "admin" && rest[0] === "create") await (await commands()).createAdmin(rest[1]);
  else if (command === "audit" && rest[0] === "verify") await (await commands()).verify(values.anchor ?? []);
  else if (command === "print") await (await import("./print.ts")).print(rest, values);
  else if (command === "verify-export") await (await import("./verify-export.ts")).verifyFile(rest[0]);
  else if (command === "backup") await (await commands()).backup(rest[0]);
  else {
    say(help);
    process.exitCode = command === undefined || command === "help" ? 0 : 2;
  }
} catch (error) {
  console.error(plainly(error));
  process.exit(1);
}

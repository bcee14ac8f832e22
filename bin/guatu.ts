// The operator's commands: npm run guatu -- <command>. Whoever may run them holds the machine.
import "./quick-loading.ts";
import { parseArgs } from "node:util";
import { settingsAtStart } from "#db/start-settings.ts";
import { env, type Held, isPostgres, Plain, plainly, say } from "./console.ts";

const help = `npm run guatu -- <command>

  init --empty            建立真实的空白区县；演示库先移到一旁 · found a real, empty district; a demonstration is set aside first
  init --demo             建立演示区县 · found the demonstration district
  admin create <username> 新建系统管理员，打印一次性密码 · make an administrator and print a one-time password
  admin unlock <username> 解除因多次输错而锁定的登录 · let somebody in whose account was guessed at too often
  admin confirm <username>
                          确认一名管理员申请开通的管理员或审计账号（区里没有第二名管理员时）· confirm an administrator's or auditor's account
                          that one administrator asked for, where there is no second one
  admin duties on|off     三员分立：开启或取消（取消只能由运维执行）· separate the three duties, or put them together again
  admin reset <username>  重置密码，打印一次性密码 · give an account a one-time password
  verify-export FILE      文件是否为导出时原样、此后数据有无变化 · is an exported file as it left, and has the data changed since
  audit verify [--json] [--anchors FILE] [--anchor SEQ:HASH …]
                          逐条校验操作日志，并与另存的校验码（GUATU_ANCHORS 文件，或纸面上的序号和前 12 位）比对；再按日志重算各表和汇总，
                          指出每一处不符；全部相符时退出码为 0 · walk the audit chain, compare with checksums kept elsewhere or on paper,
                          rebuild every table and sum from it, and name what differs; exit code 0 only where nothing does
  print board [--node CODE] [--year 2016] [--asOf 2016-11-30] [--size A4|A3|A2|A1|A0] [--paper A3] [--unit wan|yuan|yi] [--lang en] -o wall.pdf
                          打印挂图；幅面大于纸张时自动拼接 · the wall chart as a PDF, cut into sheets where it is larger than the paper
  print poster [--node CODE] [--size A3|A2|A1|A0] [--lang en] -o poster.pdf
                          一页海报：未达标的村（居）和滞后的项目 · one sheet: villages below target, projects behind
  print village CODE      一村一策卡（A4）· a village's card    print project NUMBER  项目单（A4）· a project's sheet
  read FILE --as lianhua --kind income --month 2016-12 [--paste] [--town 莲花镇] [--lang en]
                          按页面的规则读一个表格（或 --paste 粘贴的内容），只输出 JSON，不写入任何内容；kind：income 收入、reports 项目月报、
                          funding 资金、projects 项目台账、villages 村居台账（年度取 --month 的年）。退出码 0 全部读懂，3 有要问的，1 有错误的行，2 读不了
                          · read a sheet (with --paste: pasted text) as the pages do and print one JSON object; writes nothing. Exit code 0
                          all understood, 3 something is asked, 1 a row is wrong, 2 it cannot be read
  backup [FILE|FOLDER]    备份，运行中也可；旁边附清单，完成后读回核对 · copy the database, also while it runs, with a manifest; read back and checked
  restore FILE [--force-older]
                          先核对再恢复；原数据库移到一旁；早于最新锚点的备份须加 --force-older · check a copy, then put it in place; the
                          former database is kept; one that is older than the newest anchor only when told
  drill [FILE]            恢复演练：在临时位置恢复并核对，退出码 1 表示不符 · restore in a scratch place and check; exit code 1 where anything differs
  prepare                 升级表结构；空库则建立演示区县 · migrate, and fill an empty database with the demonstration
  help`;

/**
 * What a SQLite file that needs no migration holds: every later start asks, and shall not wait for the whole
 * domain to load.
 */
function heldAtOnce(): Held | null {
  const settings = isPostgres ? null : settingsAtStart(env.databaseUrl);
  if (!settings?.has("rootCode")) return null;
  return settings.get("demonstration") === "yes" ? "demonstration" : "real";
}

async function prepare() {
  const held = heldAtOnce() ?? (await (await import("./commands.ts")).holds());
  if (env.production && held === "demonstration")
    throw new Plain(
      "This is a demonstration database: run `npm run guatu -- init --empty` before production. 演示库不能用于正式运行。",
    );
  if (env.production && held === "nothing")
    throw new Plain(
      "The database is empty: run `npm run guatu -- init --empty`, then `npm run guatu -- admin create <username>`. 请先建立空白区县和管理员。",
    );
  if (held === "nothing") await (await import("./commands.ts")).demonstrate();
  if (held !== "real") {
    say(
      "演示账号，密码 guatu-demo · demonstration accounts, password guatu-demo: lianhua, xinmin, office, leader, auditor, admin, security",
    );
  }
}

/** A file that nobody can read is no failure of the machine. */
function unread(error: unknown): 2 {
  console.error(plainly(error));
  return 2;
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{
        empty: { type: "boolean" },
        demo: { type: "boolean" },
        anchor: { type: "string", multiple: true },
        "force-older": { type: "boolean" },
      },
      anchors: { type: "string" },
      ...{
        node: { type: "string" },
        year: { type: "string" },
        asOf: { type: "string" },
        size: { type: "string" },
        paper: { type: "string" },
      },
      ...{
        unit: { type: "string" },
        lang: { type: "string" },
        as: { type: "string" },
        kind: { type: "string" },
        month: { type: "string" },
        town: { type: "string" },
      },
      ...{ paste: { type: "boolean" }, json: { type: "boolean" }, out: { type: "string", short: "o" } },
    },
  });
  const [command, ...rest] = positionals;
  const commands = () => import("./commands.ts");
  const backups = () => import("./backup.ts");
  if (command === "prepare") await prepare();
  else if (command === "init") await (await commands()).init(values);
  else if (command === "admin" && rest[0] === "create") await (await commands()).createAdmin(rest[1]);
  else if (command === "admin" && (rest[0] === "unlock" || rest[0] === "reset" || rest[0] === "confirm"))
    await (await commands()).helpPerson(rest[0], rest[1]);
  else if (command === "admin" && rest[0] === "duties") await (await commands()).separateDuties(rest[1]);
  else if (command === "audit" && rest[0] === "verify")
    process.exitCode = await (await commands()).verify(values.anchor ?? [], values);
  else if (command === "print") await (await import("./print.ts")).print(rest, values);
  else if (command === "verify-export") await (await import("./verify-export.ts")).verifyFile(rest[0]);
  else if (command === "read")
    process.exitCode = await (await import("./read.ts")).read(rest[0], values).catch(unread);
  else if (command === "backup") await (await backups()).backup(rest[0]);
  else if (command === "restore")
    await (await backups()).restore(rest[0], { forceOlder: values["force-older"] });
  else if (command === "drill") await (await backups()).drill(rest[0]);
  else {
    say(help);
    process.exitCode = command === undefined || command === "help" ? 0 : 2;
  }
} catch (error) {
  console.error(plainly(error));
  process.exit(1);
}

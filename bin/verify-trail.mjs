// node verify-trail.mjs FILE.csv [--anchors FILE] [--anchor SEQ:HASH …] [--paper SEQ:12DIGITS …]: is an
// exported audit trail (审计轨迹 .csv) as it left, and what money does it hold? It needs nothing but Node and
// this file: no database, no package. Exits with 1 where something does not hold. What it can and cannot find
// is told in docs/decisions/0036-a-trail-that-is-whole-by-itself.md.
import * as crypto from "node:crypto";
import { closeSync, openSync, readFileSync, readSync, realpathSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { fileURLToPath } from "node:url";

// The product's words for the names that are shown in words, in both languages. They stand here and not in
// the file: a list in the file would be in the hands of whoever altered it. `node bin/trail-words.ts` writes
// them anew.
const words = JSON.parse(`
{
 "zh-CN": {
  "columns": [
   "序号",
   "时间",
   "人员",
   "角色",
   "操作",
   "对象类型",
   "对象记录号",
   "对象",
   "区划代码",
   "原因",
   "改动前",
   "改动后",
   "请求",
   "来源地址",
   "上一条哈希",
   "哈希",
   "哈希原文"
  ],
  "role": {
   "town": "镇街干部",
   "office": "区专班",
   "leader": "区领导",
   "auditor": "审计",
   "admin": "系统管理员",
   "operator": "运维",
   "screen": "大屏",
   "visitor": "未登录"
  },
  "verb": {
   "board.read": "查看挂图",
   "village.read": "查看村（居）",
   "project.read": "查看项目",
   "income.read": "查看收入",
   "funding.read": "查看资金",
   "facts.read": "查看资料卡",
   "facts.readRestricted": "查看资料卡受限条目",
   "audit.read": "查看操作日志",
   "history.read": "查看修改记录",
   "export.begin": "开始导出",
   "export.run": "导出数据",
   "export.cancel": "导出中止",
   "print.run": "打印挂图",
   "rule.read": "查看亮灯规则",
   "filing.read": "查看报送",
   "screen.read": "查看大屏",
   "project.create": "新建项目",
   "project.edit": "修改项目",
   "project.plan": "调整计划",
   "project.report": "填报项目月报",
   "project.pause": "暂停项目",
   "project.resume": "恢复项目",
   "project.end": "终止项目",
   "light.override": "人工调整灯色",
   "light.clear": "撤销人工灯色",
   "rule.set": "修订亮灯规则",
   "comment.write": "点评",
   "meeting.start": "开始会议",
   "meeting.end": "结束会议",
   "map.import": "导入地图",
   "screen.create": "新增大屏",
   "screen.revoke": "停用大屏",
   "village.edit": "修改村（居）资料",
   "target.set": "设定目标",
   "income.post": "登记收入",
   "income.reverse": "红冲收入",
   "funding.post": "登记资金",
   "funding.reverse": "红冲资金",
   "income.apportion": "登记分摊收入",
   "income.withdraw": "撤回分摊收入",
   "funding.mode": "设定拨付方式",
   "exception.assign": "指定异常责任人",
   "exception.explain": "说明资金异常",
   "filing.submit": "提交月报",
   "filing.withdraw": "撤回月报",
   "filing.answer": "回复退回意见",
   "filing.return": "退回月报",
   "filing.approve": "审核通过月报",
   "filing.lock": "锁定月份",
   "filing.unlock": "解锁月份",
   "filing.takeOver": "承接升级前已计入的月份",
   "intake.upload": "上传表格",
   "intake.answer": "回答读表的问题",
   "intake.cancel": "取消上传",
   "intake.confirm": "确认导入",
   "register.import": "导入台账",
   "template.make": "生成填报模板",
   "person.read": "查看人员",
   "person.create": "新建账号",
   "person.edit": "修改账号",
   "person.assign": "调整角色或范围",
   "person.confirm": "确认账号",
   "person.disable": "停用账号",
   "person.enable": "启用账号",
   "person.reset": "重置密码",
   "person.unlock": "解除登录锁定",
   "door.set": "设定登录规则",
   "duties.set": "设定三员分立",
   "password.change": "修改密码",
   "secondFactor.enrol": "开启两步验证",
   "secondFactor.remove": "关闭两步验证",
   "token.create": "新建 API 令牌",
   "token.revoke": "停用 API 令牌",
   "session.end": "结束会话",
   "notice.see": "阅知账号变动",
   "backup.read": "查看备份",
   "backup.make": "备份数据库",
   "backup.restore": "恢复数据库",
   "district.found": "建立区县",
   "session.start": "登录",
   "session.verify": "通过两步验证",
   "session.refuse": "登录失败",
   "access.deny": "越权被拒"
  },
  "type": {
   "project": "项目",
   "village": "村（居）",
   "town": "镇街",
   "division": "区划",
   "person": "人员",
   "token": "令牌",
   "session": "会话",
   "income": "收入",
   "funding": "资金",
   "target": "目标",
   "export": "导出",
   "district": "区县",
   "meeting": "会议",
   "screen": "大屏",
   "rule": "亮灯规则",
   "map": "地图",
   "print": "打印件",
   "month": "月报",
   "exception": "资金异常",
   "intake": "导入",
   "backup": "备份"
  }
 },
 "en": {
  "columns": [
   "No.",
   "Time",
   "Person",
   "Role",
   "Action",
   "Kind of subject",
   "Subject record",
   "Subject",
   "Division code",
   "Reason",
   "Before",
   "After",
   "Request",
   "Address",
   "Previous hash",
   "Hash",
   "Hashed text"
  ],
  "role": {
   "town": "Town staff",
   "office": "District office",
   "leader": "District leader",
   "auditor": "Auditor",
   "admin": "Administrator",
   "operator": "Operator",
   "screen": "Screen",
   "visitor": "Not signed in"
  },
  "verb": {
   "board.read": "View the board",
   "village.read": "View villages",
   "project.read": "View projects",
   "income.read": "View income",
   "funding.read": "View funding",
   "facts.read": "View the facts",
   "facts.readRestricted": "View restricted facts",
   "audit.read": "View the audit log",
   "history.read": "View change history",
   "export.begin": "Start an export",
   "export.run": "Export data",
   "export.cancel": "Export interrupted",
   "print.run": "Print the board",
   "rule.read": "View the light rule",
   "filing.read": "View filings",
   "screen.read": "View screens",
   "project.create": "Create project",
   "project.edit": "Edit project",
   "project.plan": "Revise plan",
   "project.report": "Report on a project",
   "project.pause": "Pause project",
   "project.resume": "Resume project",
   "project.end": "End project",
   "light.override": "Set a light by hand",
   "light.clear": "Remove a light set by hand",
   "rule.set": "Set the light rule",
   "comment.write": "Comment",
   "meeting.start": "Start a meeting",
   "meeting.end": "End a meeting",
   "map.import": "Import a map",
   "screen.create": "Add screen",
   "screen.revoke": "Stop a screen",
   "village.edit": "Edit village",
   "target.set": "Set target",
   "income.post": "Post income",
   "income.reverse": "Reverse income",
   "funding.post": "Post funding",
   "funding.reverse": "Reverse funding",
   "income.apportion": "Apportion a receipt",
   "income.withdraw": "Withdraw apportioned income",
   "funding.mode": "Set payment method",
   "exception.assign": "Assign a funding exception",
   "exception.explain": "Explain a funding exception",
   "filing.submit": "File month",
   "filing.withdraw": "Withdraw month",
   "filing.answer": "Answer a remark",
   "filing.return": "Return month",
   "filing.approve": "Approve month",
   "filing.lock": "Lock month",
   "filing.unlock": "Unlock month",
   "filing.takeOver": "Take over months counted before the upgrade",
   "intake.upload": "Upload a spreadsheet",
   "intake.answer": "Answer questions about a file",
   "intake.cancel": "Cancel an upload",
   "intake.confirm": "Confirm an import",
   "register.import": "Import a register",
   "template.make": "Generate a template",
   "person.read": "View people",
   "person.create": "Create account",
   "person.edit": "Edit account",
   "person.assign": "Change role or area",
   "person.confirm": "Confirm account",
   "person.disable": "Disable account",
   "person.enable": "Enable account",
   "person.reset": "Reset password",
   "person.unlock": "Unlock sign-in",
   "door.set": "Set the sign-in rules",
   "duties.set": "Set separation of the three duties",
   "password.change": "Change password",
   "secondFactor.enrol": "Turn on two-step sign-in",
   "secondFactor.remove": "Turn off two-step sign-in",
   "token.create": "Create API token",
   "token.revoke": "Revoke API token",
   "session.end": "End session",
   "notice.see": "Mark account changes as seen",
   "backup.read": "View backups",
   "backup.make": "Back up the database",
   "backup.restore": "Restore the database",
   "district.found": "Set up the district",
   "session.start": "Sign in",
   "session.verify": "Complete two-step sign-in",
   "session.refuse": "Failed sign-in",
   "access.deny": "Access denied"
  },
  "type": {
   "project": "Project",
   "village": "Village",
   "town": "Town",
   "division": "Division",
   "person": "Person",
   "token": "Token",
   "session": "Session",
   "income": "Income",
   "funding": "Funding",
   "target": "Target",
   "export": "Export",
   "district": "District",
   "meeting": "Meeting",
   "screen": "Screen",
   "rule": "Light rule",
   "map": "Map",
   "print": "Print",
   "month": "Month",
   "exception": "Funding exception",
   "intake": "Import",
   "backup": "Backup"
  }
 }
}
`);

const columns = [
  ...["seq", "at", "actor", "role", "verb", "subjectType", "subjectId", "subject", "divisionCode", "reason"],
  ...["before", "after", "request", "address", "previousHash", "hash", "hashed"],
];
const origin = "0".repeat(64);

/** Why a trail does not hold. `seq` is the event, `line` the line of the file, as far as they are known. */
class Broken extends Error {
  constructor(why, at = {}) {
    super(why);
    Object.assign(this, at);
  }
}

/** @typedef {{ seq: number; hash: string }} Head a head: of its hash at least the first 12 digits */
/**
 * @typedef {{ footer: 1; scope: string; filter: Record<string, string | number>; language: string }} Footer
 */
/**
 * @typedef {{ income: Record<string, number>; funding: Record<string, number>; postings: number; untold:
 * number }} Money in fen
 */
/**
 * @typedef {{ events: number; shown: number; hidden: number; head: Head | null; footer: Footer | null; money:
 * Money; anchored: number;
 *   papers: { seq: number; hash: string; print: any }[]; broken: { line: number; seq?: number; why: string } | null }} Verdict
 */

/**
 * What an exported trail is, checked byte by byte: each line is written anew from the text that its hash is
 * of and compared with what stands there, each event names the hash of the one before it, what is left out is
 * there by its hash, and the last line tells what the whole is. `text` is the file, or its pieces in order.
 * @param {string | Iterable<string>} text
 * @param {{ anchors?: Head[]; kept?: { heads: Head[]; files: Set<string> } | null }} [outside] what was kept
 * elsewhere: heads, and an anchors file
 * @returns {Verdict} `broken`: null, or the first thing that does not hold
 */
export function checkTrail(text, { anchors = [], kept = null } = {}) {
  const trail = {
    events: 0,
    shown: 0,
    last: { seq: 0, hash: origin },
    footer: null,
    money: moneyOf(),
    found: new Map(),
  };
  const asked = new Set([...anchors, ...(kept?.heads ?? [])].map(({ seq }) => seq));
  const file = crypto.createHash("sha256");
  let broken = null;
  let line = 0;
  try {
    let writer = null;
    for (const record of recordsIn(hashedBy(file, typeof text === "string" ? [text] : text))) {
      line += 1;
      if (writer === null) writer = writerFor(record);
      else if (trail.footer) throw new Broken("something stands after its last line");
      else takeRecord(trail, record, writer, asked);
    }
    if (writer === null) throw new Broken("it is empty");
    if (!trail.footer)
      throw new Broken("its last line is missing: it was cut off, or is of an older build", {
        seq: trail.last.seq,
      });
    checkAnchors(trail, anchors, kept, file.digest("hex"));
  } catch (error) {
    if (!(error instanceof Broken) && "code" in error) throw error; // the disk's, not the file's
    broken = {
      line: error.line ?? line,
      ...(error.seq === undefined ? {} : { seq: error.seq }),
      why: error.message,
    };
  }
  const { events, shown, last, footer, money, found } = trail;
  const older = (kept?.heads ?? []).filter(({ seq }) => seq <= last.seq);
  return {
    ...{ events, shown, hidden: events - shown, head: events > 0 ? last : null, footer, broken },
    money: money.sums(),
    // How many heads that were kept elsewhere it was compared with.
    anchored: new Set([...anchors, ...older].map(({ seq }) => seq)).size,
    papers: anchors.map(({ seq }) => found.get(seq)).filter(Boolean),
  };
}

function takeRecord(trail, record, writer, asked) {
  const { last } = trail;
  const seq = last.seq + 1;
  const at = record.lastIndexOf('","[');
  if (at === -1) {
    if (takeFooter(trail, record)) return;
    // An event that the filter or the auditor's area leaves out: its number, the hash before it and its own.
    const hash = record.slice(-68, -4);
    if (!/^[0-9a-f]{64}$/.test(hash) || record !== hiddenLine(seq, last.hash, hash))
      throw new Broken(misfit(record, seq, last), { seq });
    passed(hash, null);
    return;
  }
  const hashed = hashedIn(record.slice(at + 3, -3));
  const fields = fieldsOf(hashed, seq);
  const isSm3 = fields.length === 16;
  const hash = isSm3 ? sm3(hashed) : sha256(hashed);
  if ((trail.isSm3 ?? isSm3) !== isSm3)
    throw new Broken("it is hashed otherwise than the events before it", { seq });
  trail.isSm3 = isSm3;
  const content = contentOf(fields[fields.length - 2]);
  const expected = writer(fields, content, hash, hashed);
  if (record !== expected) throw new Broken(difference(record, expected), { seq: fields[0] });
  if (fields[0] !== seq)
    throw new Broken(`its number does not follow ${last.seq}: something is missing, or came between`, {
      seq: fields[0],
    });
  if (fields[fields.length - 1] !== last.hash)
    throw new Broken("it does not follow the event before it", { seq });
  trail.shown += 1;
  trail.money.add(fields[6], content);
  passed(hash, fields[6] === "print.run" ? content.parsed : null);

  function passed(ownHash, print) {
    trail.events += 1;
    trail.last = { seq, hash: ownHash };
    if (asked.has(seq)) trail.found.set(seq, { seq, hash: ownHash, print });
  }
}

const hiddenLine = (seq, previous, hash) => `${seq}${",".repeat(14)}"${previous}","${hash}",\r\n`;

/** The line that says what the whole is; nothing may follow it. Is it one? */
function takeFooter(trail, record) {
  const at = record.lastIndexOf('","{"');
  if (at === -1) return false;
  const text = record.slice(at + 3, -3).replaceAll('""', '"');
  const { last, events, shown } = trail;
  const expected = `${",".repeat(14)}"${last.hash}","${sha256(text)}","${text.replaceAll('"', '""')}"\r\n`;
  if (record !== expected)
    throw new Broken("its last line is not what it was written as, or does not follow the event before it");
  const footer = objectOf(text);
  const told = { events, shown, first: events > 0 ? 1 : null, last: last.seq, head: last.hash };
  for (const [name, value] of Object.entries(told))
    if (footer?.[name] !== value)
      throw new Broken(`its last line says ${name} ${footer?.[name]}, and it is ${value}`);
  if (footer.footer !== 1 || typeof footer.filter !== "object")
    throw new Broken("its last line is of another build");
  const leavesOut = Object.keys(footer.filter).length > 0 || !/^\d{6}0{6}$/.test(footer.scope);
  if (!leavesOut && shown !== events)
    throw new Broken("it is of the whole district without a filter, and leaves events out");
  trail.footer = footer;
  return true;
}

function checkAnchors({ found, last }, anchors, kept, sha) {
  const is = ({ seq, hash }) => found.get(seq)?.hash.startsWith(hash);
  const missed = [...anchors, ...(kept?.heads ?? []).filter(({ seq }) => seq <= last.seq)].find(
    (anchor) => !is(anchor),
  );
  if (missed)
    throw new Broken("the event of a head that was kept elsewhere is not there, or is another", {
      seq: missed.seq,
    });
  const isCovered = kept?.heads.some(({ seq }) => seq <= last.seq);
  if (isCovered && !kept.files.has(sha))
    throw new Broken(
      "no line of the anchors tells of this file: these bytes never left, or anchors were not being written when they did",
    );
}

/**
 * The heads of an anchors file (`instant seq hash why`), and the SHA-256 of the files that left.
 * @param {string} text
 * @returns {{ heads: Head[]; files: Set<string> }}
 * @throws {Broken}
 */
export function anchorsOf(text) {
  const heads = [];
  const files = new Set();
  for (const [at, line] of text.split("\n").entries()) {
    if (line === "") continue;
    const [, seq, hash = "", why = ""] = /^\S+ (\d+) ([0-9a-f]{64}) (.+)$/.exec(line) ?? [];
    if (seq === undefined) throw new Broken("this is no line of an anchors file", { line: at + 1 });
    if (Number(seq) > 0) heads.push({ seq: Number(seq), hash });
    const file = / sha256=([0-9a-f]{64})$/.exec(why)?.[1];
    if (file) files.add(file);
  }
  return { heads, files };
}

// ── Lines ──

function* hashedBy(hash, pieces) {
  for (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

/** Records with their line ends (RFC 4180): a line end within quotation marks ends none. */
function* recordsIn(pieces) {
  let rest = "";
  for (const piece of pieces) {
    const text = rest + piece;
    let from = 0;
    let quoted = false;
    for (let at = 0; at < text.length; at++) {
      const sign = text.charCodeAt(at);
      if (sign === 34) quoted = !quoted;
      else if (sign === 10 && !quoted) {
        yield text.slice(from, at + 1);
        from = at + 1;
      }
    }
    rest = text.slice(from);
  }
  if (rest !== "") yield rest;
}

function cellsOf(record) {
  return [...record.replace(/\r\n$/, "").matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare,
  );
}

/** The first column in which a line is not what its hashed text says. */
function difference(record, expected) {
  const [shown, told] = [cellsOf(record), cellsOf(expected)];
  const column = columns.find((_, at) => shown[at] !== told[at]);
  if (column === undefined) return "it is not written as an export writes it";
  return column === "hash"
    ? "its hash is not that of its text"
    : `what it shows as ${column} is not what its hashed text says`;
}

function misfit(record, seq, last) {
  const cells = cellsOf(record);
  if (cells[0] !== String(seq))
    return `a line does not follow event ${last.seq}: something is missing, or came between`;
  if (cells[14] !== last.hash) return "it does not follow the event before it";
  return "it is not written as an export writes it";
}

// What a writer of exports does to texts (lib/exports/formats/csv.ts): what a spreadsheet cannot hold is left out,
// what it would run is marked.
const evaluates = /^[\s\u3000]*[=+\-@＝＋－＠]|^[\t\r]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
const needsCare = /^[\s\u3000=+\-@＝＋－＠]|["\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/;
const unprintable = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

function quoted(text) {
  if (text === "") return "";
  if (!needsCare.test(text)) return `"${text}"`;
  const clean = text.replace(unprintable, "");
  if (clean === "") return "";
  return `"${(evaluates.test(clean) ? `'${clean}` : clean).replaceAll('"', '""')}"`;
}

// Signs that a spreadsheet cannot hold stand escaped in the hashed text of a file, which JSON reads as the
// same.
const odd = /[\u007f-\u009f\ufffe\uffff]/g;
const escaped = /\\u(?:00[7-9]|fff)/;
const hashedIn = (cell) => {
  const text = cell.replaceAll('""', '"');
  return escaped.test(text) ? JSON.stringify(objectOf(text)) : text;
};
const hashedCell = (text) =>
  `"${text.replaceAll('"', '""').replace(odd, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;

/**
 * Writes the line of an event, in the language of the file's headings.
 * @throws {Broken} when the headings are none of ours
 */
function writerFor(headings) {
  const language = Object.keys(words).find(
    (each) => `\ufeff${words[each].columns.map(quoted).join()}\r\n` === headings,
  );
  if (!language) throw new Broken("its headings are not those of an audit trail of this build");
  const { role, verb, type } = words[language];
  const named = (list) => {
    const known = new Map(Object.entries(list).map(([code, word]) => [code, quoted(word)]));
    return (code) => known.get(code) ?? quoted(code); // a name that this build does not know stands there as it is
  };
  const [roleOf, verbOf, typeOf] = [named(role), named(verb), named(type)];
  return (fields, { before, after, reason }, hash, hashed) => {
    const [seq, at, , actor, actorRole, , verbCode, subjectType, subjectId, subject, division, request] =
      fields;
    const address = fields.length === 14 ? "" : (fields[12] ?? "");
    return (
      `${seq},${quoted(localTime(at))},${quoted(actor)},${roleOf(actorRole)},${verbOf(verbCode)},${typeOf(subjectType)},${subjectId ?? ""},` +
      `${quoted(subject)},${quoted(division)},${quoted(reason)},${quoted(before)},${quoted(after)},${quoted(request)},${quoted(address)},` +
      `${quoted(fields[fields.length - 1])},"${hash}",${hashedCell(hashed)}\r\n`
    );
  };
}

/**
 * What was hashed, column by column: 14, or 15 with the address that the request came from; 16 of a trail
 * that SM3 hashes, which says so after the address or null. @throws {Broken}
 */
function fieldsOf(hashed, seq) {
  const fields = objectOf(hashed);
  const isEvent =
    Array.isArray(fields) &&
    (fields.length === 14 || fields.length === 15 || (fields.length === 16 && fields[13] === "sm3"));
  const isText = (at) =>
    typeof fields[at] === "string" || (fields.length === 16 && at === 12 && fields[at] === null);
  if (
    !isEvent ||
    ![1, 3, 4, 6, 7, 9, 10, 11, 12, 13, fields.length - 1].every(isText) ||
    !Number.isSafeInteger(fields[0])
  )
    throw new Broken("its hashed text is that of no event", { seq });
  return fields;
}

function objectOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What changed and why, as the columns show it. */
function contentOf(payload) {
  const parsed = objectOf(payload);
  if (parsed === null || parsed === undefined) return { before: "", after: payload, reason: "", parsed: {} };
  const text = (value) => (value === null || value === undefined ? "" : JSON.stringify(value));
  return {
    before: text(parsed.before),
    after: text(parsed.after),
    reason: String(parsed.reason ?? ""),
    parsed,
  };
}

const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short" });
const hourOf = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  hour: "2-digit",
  hourCycle: "h23",
});
const hours = new Map();

/** An instant as people of the district read it: 2016-12-31 09:12:05 */
function localTime(instant) {
  const hour = instant.slice(0, 13);
  let local = hours.get(hour);
  if (local === undefined) {
    const moment = new Date(instant);
    if (Number.isNaN(moment.getTime())) throw new Broken("its time is none");
    local = `${day.format(moment)} ${hourOf.format(moment).slice(0, 2)}`;
    if (hours.size > 20_000) hours.clear();
    hours.set(hour, local);
  }
  return local + instant.slice(13, 19);
}

// Node 20.12 can hash in one step, which is quicker.
const sha256 = crypto.hash
  ? (text) => crypto.hash("sha256", text, "hex")
  : (text) => crypto.createHash("sha256").update(text).digest("hex");

function sm3(text) {
  if (!crypto.getHashes().includes("sm3"))
    throw new Broken("it is hashed with SM3, which this Node does not have");
  return crypto.createHash("sm3").update(text).digest("hex");
}

// ── Money ──

/** Adds up what events posted, in fen: income by year, funding by stage. */
function moneyOf() {
  const income = new Map();
  const funding = new Map();
  const posted = { income_posting: new Map(), funding_posting: new Map() };
  let postings = 0;
  let untold = 0;
  const plus = (sums, key, fen) => sums.set(key, (sums.get(key) ?? 0) + fen);
  return {
    add(verb, { parsed }) {
      if (parsed.wrote) return written(parsed.wrote);
      if (/^(?:income|funding|intake)\./.test(verb)) deed(verb, parsed.before, parsed.after);
    },
    sums: () => ({ income: sorted(income), funding: sorted(funding), postings, untold }),
  };

  /** The rows that the operation wrote, as its event tells them; a posting counts once. */
  function written(wrote) {
    for (const [table, known] of Object.entries(posted)) {
      const { columns: names = [], rows = [] } = wrote[table] ?? {};
      const [id, fen, key] = ["id", "amount_fen", table === "income_posting" ? "month" : "stage"].map(
        (name) => names.indexOf(name),
      );
      for (const row of rows) {
        if (known.has(row[id])) continue;
        known.set(row[id], true);
        count(table === "income_posting" ? "income" : "funding", row[key], row[fen]);
      }
    }
  }

  /** The same of an event from before events told what they wrote. */
  function deed(verb, before, after) {
    if (verb === "intake.confirm") return together(before?.done, after?.done);
    if (verb === "funding.post" || verb === "funding.reverse")
      return count("funding", after.stage, after.amountFen);
    if (verb === "income.reverse") return count("income", before.month, after.amountFen);
    if (verb === "income.post") {
      for (const row of before?.rows ?? [])
        if (row.amountFen !== null) count("income", after.month, -row.amountFen);
      for (const row of after.rows) if (row.amountFen !== null) count("income", after.month, row.amountFen);
    }
    if (verb !== "income.apportion" && verb !== "income.withdraw") return;
    if (after.rows.every((row) => row.month))
      for (const row of after.rows) count("income", row.month, row.amountFen);
    else if (after.ids?.length > 0) untold += 1; // a receipt's first event names its postings by their ids alone
  }

  function together(before = [], after = []) {
    for (const [at, { verb, change }] of after.entries()) deed(verb, before[at]?.change, change);
  }

  function count(what, key, fen) {
    postings += 1;
    plus(what === "income" ? income : funding, what === "income" ? String(key).slice(0, 4) : key, fen);
  }
}

const sorted = (sums) => Object.fromEntries([...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)));
const yuan = (fen) =>
  `${fen < 0 ? "-" : ""}${Math.trunc(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, "0")}`;

// ── The command ──

/** `SEQ:HASH`, of which the first 12 digits are enough: as much as stands on paper. */
export function anchorOf(text) {
  const [, seq, hash] = /^(\d+):([0-9a-f]{12,64})$/.exec(text.toLowerCase()) ?? [];
  if (seq === undefined)
    throw new Broken(`${text} is no head: give SEQ:HASH, of the hash at least 12 digits`);
  return { seq: Number(seq), hash };
}

function* piecesOf(path) {
  const file = openSync(path, "r");
  const decoder = new StringDecoder("utf8");
  const buffer = Buffer.alloc(4 * 1024 * 1024);
  try {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
      yield decoder.write(buffer.subarray(0, read));
    yield decoder.end();
  } finally {
    closeSync(file);
  }
}

function asked(args) {
  const [path, ...rest] = args;
  const anchors = [];
  let kept = null;
  for (let at = 0; at < rest.length; at += 2) {
    if (rest[at] === "--anchors" && rest[at + 1]) kept = anchorsOf(readFileSync(rest[at + 1], "utf8"));
    else if ((rest[at] === "--anchor" || rest[at] === "--paper") && rest[at + 1])
      anchors.push(anchorOf(rest[at + 1]));
    else throw new Broken(`${rest[at]} is nothing that it takes`);
  }
  if (!path || path.startsWith("-")) throw new Broken("say which file");
  return { path, anchors, kept };
}

function main(args) {
  let given;
  try {
    given = asked(args);
  } catch (error) {
    console.error(
      `${error.message}: node verify-trail.mjs FILE.csv [--anchors FILE] [--anchor SEQ:HASH …] [--paper SEQ:12DIGITS …]`,
    );
    return 2;
  }
  const { events, shown, hidden, head, footer, money, anchored, papers, broken } = checkTrail(
    piecesOf(given.path),
    given,
  );
  if (broken) {
    console.error(
      `不符 · It does not hold: line ${broken.line}${broken.seq === undefined ? "" : `, event ${broken.seq}`}: ${broken.why}.`,
    );
    return 1;
  }
  const filter = Object.entries(footer.filter).map(([name, value]) => `${name}=${value}`);
  console.log(`相符 · It holds: ${events} events, head ${head.seq}:${head.hash}`);
  console.log(
    `  范围 · of ${footer.scope}${filter.length > 0 ? `, ${filter.join(", ")}` : ""}: 列出 ${shown} 条 · ${shown} shown, 其余 ${hidden} 条只有校验码 · ${hidden} by their hash alone`,
  );
  const sums = (what, of) => Object.entries(of).map(([key, fen]) => `  ${what} ${key}: ${yuan(fen)}`);
  for (const line of [...sums("收入 · income", money.income), ...sums("资金 · funding", money.funding)])
    console.log(line);
  if (money.untold > 0)
    console.log(
      `  另有 ${money.untold} 条收款分摊未列明入账 · ${money.untold} receipts do not tell what was posted of them`,
    );
  for (const { seq, print } of papers) for (const line of linesOnPaper(seq, print)) console.log(line);
  if (anchored > 0)
    console.log(
      `已与 ${anchored} 个另存的校验码比对 · Compared with ${anchored} heads that were kept elsewhere.`,
    );
  else
    console.log(
      "没有可比对的另存校验码：能把整个文件重新计算一遍的人，只凭本文件发现不了 · It had no anchor: whoever can compute the whole file anew is found by a head that was kept elsewhere, and by nothing else.",
    );
  if (given.kept && !given.kept.heads.some(({ seq }) => seq <= head.seq))
    console.log("  留存的校验码都晚于本文件 · All anchors are newer than this file.");
  return 0;
}

/** What stood on a sheet of paper, line by line, as its event tells it. */
function linesOnPaper(seq, print) {
  if (!print) return [`  纸面 ${seq} · paper ${seq}: 校验码属实 · its head belongs`];
  const { kind, scope, asOf, size, figures } = print.after ?? {};
  const lines = figures?.lines ?? [];
  const holds = figures && sha256(lines.join("\n")) === figures.sha256;
  return [
    `  纸面 ${seq} · paper ${seq}: ${kind} ${scope?.name} ${asOf} ${size}${holds ? `, 数字校验码 · digest of its figures ${figures.sha256.slice(0, 12)}` : ""}`,
    ...lines.map((line) => `    ${line}`),
  ];
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  process.exitCode = main(process.argv.slice(2));

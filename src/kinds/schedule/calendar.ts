/**
 * Calendar events of systemd.time(7), without what no schedule needs (fractions of a second, `@` timestamps): checked
 * while compiling, because a timer with a bad event is silently never started, and brought into systemd's normal form.
 */

/** The normal form of a calendar event, or what is wrong with it. */
export type CalendarResult =
  | { readonly ok: true; readonly calendar: string }
  | { readonly ok: false; readonly problem: string; readonly help: string };

const shorthands: Readonly<Record<string, string>> = {
  minutely: "*-*-* *:*:00",
  hourly: "*-*-* *:00:00",
  daily: "*-*-* 00:00:00",
  weekly: "Mon *-*-* 00:00:00",
  monthly: "*-*-01 00:00:00",
  quarterly: "*-01,04,07,10-01 00:00:00",
  "semi-annually": "*-01,07-01 00:00:00",
  semiannually: "*-01,07-01 00:00:00",
  yearly: "*-01-01 00:00:00",
  annually: "*-01-01 00:00:00",
};

const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const usual = 'write it like `"*-*-* 03:30:00"` (every day) or `"Mon..Fri *-*-* 08:00:00"`';

/** Checks and normalises a calendar event. */
export function normaliseCalendar(written: string): CalendarResult {
  const text = written.trim();
  const short = shorthands[text.toLowerCase()];
  if (short !== undefined) return { ok: true, calendar: short };
  const cron = cronHelp(text);
  if (cron !== undefined) return { ok: false, problem: "is a line for cron", help: cron };
  const words = text.split(/ +/);
  const zone =
    words.length > 1 && /^(UTC|[A-Za-z]+(\/[A-Za-z0-9_+-]+)+)$/.test(words.at(-1) ?? "") ? words.pop() : undefined;
  let days: string | undefined = "";
  if (/^[A-Za-z]/.test(words[0] ?? "")) {
    days = normaliseDays(words.shift() ?? "");
    if (days === undefined) return fail("names a day of the week that there is not");
  }
  const date = words.length > 0 && !words[0]?.includes(":") ? normaliseDate(words.shift() ?? "") : "*-*-*";
  if (date === undefined) return fail("has a date that there is not");
  const time = words.length > 0 ? normaliseTime(words.shift() ?? "") : "00:00:00";
  if (time === undefined) return fail("has a time that there is not");
  if (text === "" || words.length > 0) return fail("is not a calendar event");
  return { ok: true, calendar: [days, date, time, zone].filter((part) => part !== "" && part !== undefined).join(" ") };
}

function fail(problem: string): CalendarResult {
  return { ok: false, problem, help: usual };
}

/** `Mon,Wed..Fri` → the same in systemd's words: three days or more in a row are a range, all seven are nothing. */
function normaliseDays(text: string): string | undefined {
  const on = new Set<number>();
  for (const part of text.split(",")) {
    const range = /^([A-Za-z]+)(?:(?:\.\.|-)([A-Za-z]+))?$/.exec(part);
    const from = dayIndex(range?.[1]);
    const to = range?.[2] === undefined ? from : dayIndex(range[2]);
    if (from === undefined || to === undefined || to < from) return undefined;
    for (let day = from; day <= to; day++) on.add(day);
  }
  if (on.size === 7) return "";
  const parts: string[] = [];
  for (let day = 0; day < 7; day++) {
    if (!on.has(day)) continue;
    let end = day;
    while (on.has(end + 1)) end++;
    if (end - day >= 2) parts.push(`${dayNames[day]}..${dayNames[end]}`);
    else for (let one = day; one <= end; one++) parts.push(dayNames[one] ?? "");
    day = end;
  }
  return parts.join(",");
}

const longNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

function dayIndex(name: string | undefined): number | undefined {
  const lower = name?.toLowerCase() ?? "";
  const index = longNames.findIndex((long) => long === lower || long.slice(0, 3) === lower);
  return index < 0 ? undefined : index;
}

function normaliseDate(text: string): string | undefined {
  const match = /^(?:([^-~]+)-)?([^-~]+)([-~])([^-~]+)$/.exec(text);
  if (match === null) return undefined;
  const year = match[1] === undefined ? "*" : normaliseField(match[1], 1970, 2199, 4);
  const month = normaliseField(match[2] ?? "", 1, 12, 2);
  const day = normaliseField(match[4] ?? "", 1, 31, 2);
  return year === undefined || month === undefined || day === undefined
    ? undefined
    : `${year}-${month}${match[3]}${day}`;
}

function normaliseTime(text: string): string | undefined {
  const parts = text.split(":");
  if (parts.length < 2 || parts.length > 3) return undefined;
  const hour = normaliseField(parts[0] ?? "", 0, 23, 2);
  const minute = normaliseField(parts[1] ?? "", 0, 59, 2);
  const second = normaliseField(parts[2] ?? "00", 0, 59, 2);
  return hour === undefined || minute === undefined || second === undefined ? undefined : `${hour}:${minute}:${second}`;
}

/** One component: `*`, or a list of values, ranges and repetitions, padded and in order. */
function normaliseField(text: string, min: number, max: number, width: number): string | undefined {
  if (text === "*") return "*";
  const parts: { readonly start: number; readonly text: string }[] = [];
  for (const part of text.split(",")) {
    const match = /^(?:(\*)|(\d+)(?:\.\.(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) return undefined;
    const step = match[4] === undefined ? undefined : Number(match[4]);
    if (step === 0 || (match[1] === "*" && step === undefined)) return undefined;
    const start = match[1] === "*" ? min : inRange(match[2] ?? "", min, max, width);
    const end = match[3] === undefined ? undefined : inRange(match[3], min, max, width);
    if (start === undefined || (match[3] !== undefined && (end === undefined || end < start))) return undefined;
    const pad = (value: number): string => String(value).padStart(width, "0");
    const range = end === undefined || end === start ? pad(start) : `${pad(start)}..${pad(end)}`;
    parts.push({ start, text: `${range}${step === undefined ? "" : `/${step}`}` });
  }
  return parts
    .sort((a, b) => a.start - b.start)
    .map((part) => part.text)
    .join(",");
}

function inRange(digits: string, min: number, max: number, width: number): number | undefined {
  if (digits.length > width) return undefined;
  const value = Number(digits);
  return value >= min && value <= max ? value : undefined;
}

/** A line for cron, and the simple ones translated. */
function cronHelp(text: string): string | undefined {
  if (text.startsWith("@")) return `write \`calendar = "${text.slice(1)}"\` without the @`;
  const fields = text.split(/\s+/);
  if (fields.length !== 5 || !fields.every((field) => /^[\d*/,-]+$/.test(field))) return undefined;
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  const simple = /^(\*|\d+)$/;
  if (![minute, hour, day, month, weekday].every((field) => simple.test(field))) return usual;
  const dayName = weekday === "*" ? "" : `${dayNames[(Number(weekday) + 6) % 7] ?? "Mon"} `;
  const result = normaliseCalendar(`${dayName}*-${month}-${day} ${hour}:${minute}:00`);
  return result.ok ? `write \`calendar = "${result.calendar}"\`` : usual;
}

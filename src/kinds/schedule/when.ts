import type { Resource } from "../../ir/model.ts";
import { readNumber, readText, readTexts } from "../shared/read.ts";
import { normaliseCalendar } from "./calendar.ts";

/** Days of the week as a spec writes them, in systemd's order. */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** A schedule as a calendar event, or what is wrong with it and what to write. */
export type When =
  | { readonly ok: true; readonly calendar: string }
  | {
      readonly ok: false;
      readonly attribute: "every" | "at" | "on" | "calendar" | undefined;
      readonly problem: string;
      readonly help: string;
    };

/** The calendar event of a schedule: `calendar`, or `every`, `at` and `on` put together. */
export function scheduleCalendar(resource: Resource): When {
  const calendar = readText(resource, "calendar");
  const every = readNumber(resource, "every");
  const at = readText(resource, "at");
  const on = readTexts(resource, "on");
  if (calendar !== undefined) {
    if (every !== undefined || at !== undefined || on.length > 0)
      return problem("calendar", "says when it runs twice", "keep either `calendar` or the other attributes");
    const normal = normaliseCalendar(calendar);
    return normal.ok ? normal : problem("calendar", normal.problem, normal.help);
  }
  if (every === undefined && at === undefined && on.length === 0)
    return problem(
      undefined,
      "does not say when it runs",
      'add `at = "03:30"`, `every = 15min` or `calendar = "*-*-01 04:00:00"`',
    );
  const time = at === undefined ? "00:00:00" : `${at}${/^\d+:\d+$/.test(at) ? ":00" : ""}`;
  const days = weekdays.filter((day) => on.includes(day)).map((day) => day[0]?.toUpperCase() + day.slice(1));
  const dayPart = days.length === 0 ? "" : `${days.join(",")} `;
  if (every === undefined || every === 86_400) return made(`${dayPart}*-*-* ${time}`);
  if (every === 604_800) {
    if (on.length > 1) return problem("on", "names several days of a week but runs once a week", "leave `every` off");
    return made(`${dayPart === "" ? "Mon " : dayPart}*-*-* ${time}`);
  }
  if (at !== undefined)
    return problem(
      "at",
      "has a time of day although it runs several times a day",
      "leave `at` off, or write `every = 1d`",
    );
  const parts = everyParts(every);
  return parts === undefined
    ? problem(
        "every",
        "does not fit into an hour or a day a whole number of times",
        "write one of 1min, 2min, 5min, 10min, 15min, 20min, 30min, 1h, 2h, 3h, 4h, 6h, 8h, 12h, 1d, 7d",
      )
    : made(`${dayPart}*-*-* ${parts}`);
}

function made(calendar: string): When {
  const normal = normaliseCalendar(calendar);
  return normal.ok ? normal : problem("at", normal.problem, normal.help);
}

/** systemd.time(7): `00/15` is every 15 beginning with 0. */
function everyParts(seconds: number): string | undefined {
  const minutes = seconds / 60;
  if (!Number.isInteger(minutes) || minutes < 1) return undefined;
  if (minutes < 60) return 60 % minutes === 0 ? (minutes === 1 ? "*:*:00" : `*:00/${minutes}:00`) : undefined;
  const hours = minutes / 60;
  if (!Number.isInteger(hours) || 24 % hours !== 0 || hours === 24) return undefined;
  return hours === 1 ? "*:00:00" : `00/${hours}:00:00`;
}

function problem(attribute: Extract<When, { ok: false }>["attribute"], words: string, help: string): When {
  return { ok: false, attribute, problem: words, help };
}

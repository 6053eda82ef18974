/** The program that makes or gets a certificate; one for each, so that it can be read and called by hand. */
import { type Text, joinTexts, literalText } from "../../ir/text.ts";
import { challengeRoot, type CertificatePaths } from "../shared/certificate-paths.ts";

/** What a program knows of its certificate. */
export interface Plan {
  readonly name: string;
  readonly paths: CertificatePaths;
  readonly program: string;
  readonly request: string;
  /** The certificate of the authority that signs, on the machine. */
  readonly authority: string;
  readonly days: number;
  readonly owner: string;
  readonly group: string;
  /** Mode of the key. */
  readonly mode: string;
  /** Units that read the certificate again. */
  readonly units: readonly string[];
}

/** How many seconds before its end a certificate is made again: 30 days. */
const early = 30 * 86_400;

/**
 * `PROGRAM`, `PROGRAM check`: makes a certificate where there is none that is good, signed by its own key or by the
 * authority whose key is in CA_KEY. What is in place stays until the new one is whole. Nothing reads it again by that: on
 * a machine that is being made, the certificates of other sites may still be missing, with which nginx refuses all. With
 * `PROGRAM renew`, which a machine calls by itself later, it does.
 */
export function makingScript(plan: Plan, source: "self-signed" | "ca"): Text {
  const signs = source === "ca";
  const about = signs
    ? `Makes the certificate ${plan.name}, signed by your own authority, whose key is in CA_KEY.`
    : `Makes the certificate ${plan.name}, signed by its own key.`;
  const good = [
    'cmp -s "$request" "$folder/request.cnf"',
    `openssl x509 -in "$folder/fullchain.pem" -noout -checkend ${early} >/dev/null`,
    ...(signs ? [`openssl verify -partial_chain -CAfile ${plan.authority} "$folder/fullchain.pem" >/dev/null`] : []),
  ];
  return literalText(`\
${opening(plan, about)}
# Good: for these names, for 30 more days${signs ? ", by this authority" : ""}.
is_good() {
  [ -s "$folder/privkey.pem" ] || return 1
  ${good.join(" 2>/dev/null || return 1\n  ")} 2>/dev/null
}

if [ "\${1:-}" = check ]; then
  ${signs ? unsigned(plan) : "is_good\n  exit"}
fi
if is_good; then exit 0; fi

${working}
${signs ? signByAuthority(plan) : signBySelf(plan)}
cp "$request" "$work/request.cnf"
${placing(plan)}
mv -f "$work/request.cnf" "$folder/request.cnf"
${signs ? "" : renewing(plan)}`);
}

/**
 * `PROGRAM`: asks the ACME server, unless it has the certificate already; a refusal is no failure of the machine, which
 * tries again. `PROGRAM placeholder`: a self-signed one in its place, unless there is one. `PROGRAM deploy`: what certbot
 * calls with a new certificate. `PROGRAM check`: whether there is any.
 */
export function acmeScript(
  plan: Plan,
  server: string,
  email: Text | undefined,
  standalone: boolean,
  domains: readonly Text[],
): Text {
  const contact =
    email === undefined ? literalText("--register-unsafely-without-email") : joinTexts(literalText("-m "), email);
  const way = standalone ? "--standalone" : `--webroot -w ${challengeRoot}`;
  const names = domains.flatMap((domain) => [literalText(" "), domain]);
  const options = domains.flatMap((domain) => [literalText(" -d "), domain]);
  return joinTexts(
    literalText(`\
${opening(plan, `Gets the certificate ${plan.name} from an ACME server. certbot's own timer renews it, and calls this with \`deploy\`.`)}
# What is asked for; another server or other names are another certificate.
wanted='${server}`),
    ...names,
    literalText(`'

case \${1:-} in
check)
  [ -s "$folder/fullchain.pem" ] && [ -s "$folder/privkey.pem" ]
  exit
  ;;
placeholder)
  if [ -s "$folder/fullchain.pem" ] && [ -s "$folder/privkey.pem" ]; then exit 0; fi
  ${indent(working)}
  ${indent(signBySelf(plan))}
  ${indent(placing(plan))}
  exit
  ;;
deploy)
  ${indent(working)}
  cp "$RENEWED_LINEAGE/fullchain.pem" "$RENEWED_LINEAGE/privkey.pem" "$work/"
  ${indent(placing(plan))}
  printf '%s\\n' "$wanted" >"$folder/issued"
  ${indent(reloading(plan)).trimEnd()}
  exit
  ;;
esac

if [ "$(cat "$folder/issued" 2>/dev/null)" = "$wanted" ]; then exit 0; fi
if certbot certonly --non-interactive --agree-tos --force-renewal --key-type ecdsa \\
  --server ${server} `),
    contact,
    literalText(` \\
  --cert-name ${plan.name} ${way}`),
    ...options,
    literalText(` \\
  --deploy-hook '${plan.program} deploy'
then
  exit 0
fi
echo 'No certificate yet: the self-signed one stays until the next attempt succeeds.' >&2
`),
  );
}

function opening(plan: Plan, about: string): string {
  return `\
#!/bin/sh
# ${about}
set -eu
umask 077
folder=${plan.paths.folder}
request=${plan.request}
`;
}

const working = `\
work=$(mktemp -d "$folder/.new.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM`;

const newKey = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";

function signBySelf(plan: Plan): string {
  return `\
openssl req -x509 -config "$request" -extensions extensions ${newKey} -days ${plan.days} \\
  -keyout "$work/privkey.pem" -out "$work/fullchain.pem" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }`;
}

/** What a timer finds out, and only somebody with the key of the authority can mend. */
function unsigned(plan: Plan): string {
  return `\
is_good && exit
  echo "${plan.paths.certificate} is to be signed anew: it ends within 30 days, or is not for these names or by this authority" >&2
  exit 1`;
}

function signByAuthority(plan: Plan): string {
  return `\
printf '%s\\n' "$CA_KEY" >"$work/ca.key"
openssl req -new -config "$request" ${newKey} -keyout "$work/privkey.pem" -out "$work/request.csr" 2>"$work/log" ||
  { cat "$work/log" >&2; exit 1; }
openssl x509 -req -in "$work/request.csr" -CA ${plan.authority} -CAkey "$work/ca.key" \\
  -set_serial "0x$(openssl rand -hex 16)" -days ${plan.days} -sha256 -extfile "$request" -extensions extensions \\
  -out "$work/fullchain.pem" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
rm -f "$work/ca.key"
cat ${plan.authority} >>"$work/fullchain.pem"`;
}

/** The key first: a server that reads in between finds a pair or the old certificate, never a key that is gone. */
function placing(plan: Plan): string {
  return `\
chmod 0644 "$work/fullchain.pem"
chmod ${plan.mode} "$work/privkey.pem"
chown ${plan.owner}:${plan.group} "$work/privkey.pem"
mv -f "$work/privkey.pem" "$folder/privkey.pem"
mv -f "$work/fullchain.pem" "$folder/fullchain.pem"`;
}

function renewing(plan: Plan): string {
  if (plan.units.length === 0) return "";
  return `if [ "\${1:-}" = renew ]; then systemctl try-reload-or-restart ${plan.units.join(" ")}; fi\n`;
}

/** Only where systemd runs: in a container the servers start after this. */
function reloading(plan: Plan): string {
  if (plan.units.length === 0) return "";
  return `if [ -d /run/systemd/system ]; then systemctl try-reload-or-restart ${plan.units.join(" ")}; fi\n`;
}

function indent(lines: string): string {
  return lines.replaceAll("\n", "\n  ");
}

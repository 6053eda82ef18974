/**
 * The shell function that the targets without Ansible edit files with: it prints what a file becomes, byte for byte
 * what Ansible's own modules write. POSIX sh and awk, with byte semantics (`LC_ALL=C`). The words reach awk through its
 * environment: anywhere else it would read escapes in them.
 *
 * - line: `ansible.builtin.lineinfile`. The last line that MATCH fits (without MATCH: that is LINE) becomes LINE; else
 *   LINE comes after the last ended line that AFTER fits, or to the end. `absent` drops every line that MATCH fits.
 * - block: `ansible.builtin.blockinfile`, at the end of the file when its markers are not there.
 * - key: `community.general.ini_file` with `no_extra_spaces`, as in its releases up to 7. A key that is commented out
 *   is written over, further ones in the section go; where something changes, all line ends become LF.
 */
export const printEdited = `\
# print_edited PATH line|block|key present|absent WORD…: the file as the edit leaves it. The words of a line are
# LINE [MATCH [AFTER]], of a block BEGIN END [TEXT], of a key SECTION KEY [VALUE].
print_edited() {
  last_byte=$(tail -c 1 -- "$1") || return 1
  kind=$2 state=$3 word1=\${4-} word2=\${5-} word3=\${6-} last_byte=$last_byte LC_ALL=C awk '
    function insert(after, text,  i) {
      for (i = n++; i > after; i--) { line[i + 1] = line[i]; end[i + 1] = end[i] }
      line[after + 1] = text
      end[after + 1] = "\\n"
    }
    function drop(at) {
      for (n--; at <= n; at++) { line[at] = line[at + 1]; end[at] = end[at + 1] }
    }
    function bare(text) {
      sub(/\\r+$/, "", text)
      return text
    }
    function edit_line(  i, at, below) {
      for (i = 1; i <= n; i++) {
        if (!(word2 == "" ? bare(line[i]) == word1 : line[i] ~ word2)) continue
        if (state == "absent") drop(i--)
        else at = i
      }
      if (state == "absent") return
      for (i = at ? n : 0; ++i <= n;)
        if (bare(line[i]) == word1) at = i
        else if (word3 != "" && end[i] != "" && line[i] ~ word3) below = i
      if (at) {
        line[at] = word1
        end[at] = "\\n"
      } else {
        if (!below && n && line[n] !~ /\\r$/) end[n] = "\\n"
        insert(below ? below : n, word1)
      }
    }
    function edit_block(  i, first, last, at) {
      for (i = 1; i <= n; i++) {
        if (end[i] != "" && line[i] == word1) first = i
        if (end[i] != "" && line[i] == word2) last = i
      }
      at = n
      if (first && last) {
        if (first > last) { i = first; first = last; last = i }
        for (at = first - 1; last > at; last--) drop(last)
      }
      if (at) end[at] = "\\n"
      if (state == "absent") return
      insert(at, word2)
      insert(at, word3)
      insert(at, word1)
    }
    # Every LF, CR and CRLF becomes a line end, and a mark at the beginning of the file goes.
    function read_as_text(  i, j, k, m, parts, fresh, open) {
      sub(/^\\357\\273\\277/, "", line[1])
      open = n && end[n] == ""
      for (i = 1; i <= n; i++) {
        if (end[i] != "") sub(/\\r$/, "", line[i])
        k = split(line[i], parts, "\\r")
        if (!k) parts[k = 1] = ""
        for (j = 1; j <= k; j++) fresh[++m] = parts[j]
      }
      if (open && fresh[m] == "") { open = 0; m-- }
      for (n = m; m; m--) { line[m] = fresh[m]; end[m] = "\\n" }
      if (open) end[n] = ""
    }
    # Whether a line gives the key a value, which is put into "value"; a comment sign in front may be looked over.
    function gives(text, inactive) {
      if (inactive) sub(/^[#;]/, "", text)
      sub(/^[ \\t]*/, "", text)
      if (substr(text, 1, length(word2)) != word2) return 0
      text = substr(text, length(word2) + 1)
      sub(/^[ \\t]*/, "", text)
      value = substr(text, 2)
      sub(/^[ \\t]*/, "", value)
      return text == "" || substr(text, 1, 1) == "="
    }
    # True when the file is to be written.
    function edit_key(  i, head, last, within, changed, at, exact, wanted) {
      read_as_text()
      if (!n) insert(0, "")
      if (end[n] == "") changed = end[n] = "\\n"
      wanted = word2 "=" word3
      within = word1 == ""
      last = n
      for (i = 1; i <= n; i++)
        if (word1 != "" && index(line[i], "[" word1 "]") == 1) within = head = i
        else if (within && substr(line[i], 1, 1) == "[") { last = i - 1; break }
      if (state == "absent") {
        for (i = within ? last : 0; i > head; i--) if (gives(line[i], 0)) { drop(i); changed = 1 }
        return changed
      }
      if (!within) {
        insert(n, "[" word1 "]")
        insert(n, wanted)
        return 1
      }
      for (i = last; i > head; i--) if (gives(line[i], 1)) {
        at = i
        if (value == word3) exact = i
      }
      if (exact) at = exact
      for (i = last; i > head; i--)
        if (i == at) { if (line[i] != wanted) { line[i] = wanted; changed = 1 } }
        else if (gives(line[i], 1)) { drop(i); changed = 1 }
      if (at) return changed
      for (at = last; at > head && line[at] ~ /^[ \\t]*([#;].*)?$/;) at--
      insert(at, wanted)
      return 1
    }
    { line[++n] = $0; end[n] = "\\n" }
    END {
      state = ENVIRON["state"]; word1 = ENVIRON["word1"]; word2 = ENVIRON["word2"]; word3 = ENVIRON["word3"]
      if (n && ENVIRON["last_byte"] != "") end[n] = ""
      for (i = 1; i <= n; i++) before = before line[i] end[i]
      ORS = ""
      if (ENVIRON["kind"] == "line") edit_line()
      if (ENVIRON["kind"] == "block") edit_block()
      if (ENVIRON["kind"] == "key" && !edit_key()) { print before; exit }
      for (i = 1; i <= n; i++) print line[i] end[i]
    }' <"$1"
}`;

/**
 * The shell function that edits a file in place: in one move, with its owner and mode, and only when something changes.
 * `changed` is the command that is told the path then. It wants a variable `temporary`, which names the new file as
 * long as that is not in its place. A link stays a link, except for a key: that module puts a file in the link's place.
 */
export function editFile(changed: string): string {
  return `\
# edit_file PATH EDIT STATE WORD…: nothing can be taken away from what is not there.
edit_file() {
  [ "$3" = present ] || [ -e "$1" ] || return 0
  path=$1
  [ "$2" = key ] || path=$(readlink -f -- "$1")
  temporary=$(mktemp -- "\${path%/*}/.new.XXXXXXXXXX")
  shift
  print_edited "$path" "$@" >"$temporary"
  if cmp -s -- "$path" "$temporary"; then
    rm -f -- "$temporary"
  else
    chown --reference="$path" -- "$temporary"
    chmod --reference="$path" -- "$temporary"
    mv -fT -- "$temporary" "$path"
    ${changed} "$path"
  fi
  temporary=''
}`;
}

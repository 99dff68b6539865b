const verbs = new Set(
  `abort accept add adjust adopt advance aggregate allocate allow append apply assert assign attach await base begin bind block boot bring build cache calculate call cancel cap capture cast check choose clamp clean clear clone close coalesce collapse collect combine commit compare compile complete compose compress compute concatenate configure connect consider construct consume contain continue control convert copy count cover create cut deal decide declare decode decorate decrease decrement deduplicate deep default define delegate delete deliver derive describe deserialize destroy detach detect determine disable discard disconnect dispatch display divide do download drain draw drop dump duplicate emit enable encode encrypt end enforce enqueue ensure enter enumerate erase escape estimate evaluate evict exclude execute exit expand expect export expose extend extract fail fall fetch fill filter finalize find finish fire fit fix flatten flush fold follow force fork format forward free freeze gather generate get give go group grow guarantee guess halt handle hash hide hold hook identify ignore implement import include increase increment indicate infer init initialise initialize inject insert inspect install instantiate instruct interpret intersect invalidate invoke isolate issue iterate join keep kill launch lay leave let lex lift limit link list listen load locate lock log look lower make manage map mark match measure merge mix mock modify monitor mount move mutate narrow negate normalise normalize notify obtain offer omit open order override overwrite own pack pad park parse partition pass patch pause peek perform permit persist pick pin place plan poll pop populate post prefer prefix prepare prepend preserve prevent print process produce prompt propagate protect provide prune publish pull push put query queue quote raise rank read rebuild receive recompute record recover reduce refer refine reflect refresh register reject release reload remove rename render reopen repeat replace reply report represent request require reserve reset resize resolve respond restore restrict resume retain retrieve retry return reverse revert rewrite roll rotate round route run sanitize save scale scan schedule search seek select send separate serialize serve set setup shift show shrink shuffle shut sign signal simplify skip sleep slice solve sort spawn specify split stage start stop store stream stringify strip submit subscribe subtract sum supply support suppress suspend swap switch sync synchronize take tear tell terminate test throw time toggle touch track transfer transform translate transpose traverse treat trigger trim truncate try turn undo unify uninstall unlock unpack unregister unset unsubscribe unwrap update upgrade upload use validate verify visit wait wake walk warn watch wrap write yield zip`.split(
    ' ',
  ),
)

/** Whether a sentence opens with a verb as documentation does: "Return the …", "Parses …", "Asynchronously reads …". */
export function opensWithVerb(text: string): boolean {
  const words = text.replace(/^(?:Asynchronously|Recursively|Lazily|Immediately|Safely|Optionally|Automatically|Quickly|Simply)\s+/i, '')
  const word = /^([A-Za-z]+)/.exec(words)?.[1]?.toLowerCase()
  if (word === undefined) return false
  if (/^[A-Za-z]+s (?:an?|the|its|each|every|all|any)\b/.test(words) && !/^(?:is|as|this|its|was|has|does)\b/i.test(words)) return true
  return verbs.has(word) || stems(word).some((stem) => verbs.has(stem))
}

function stems(word: string): readonly string[] {
  if (word.endsWith('ies')) return [`${word.slice(0, -3)}y`]
  if (word.endsWith('es')) return [word.slice(0, -1), word.slice(0, -2)]
  return word.endsWith('s') ? [word.slice(0, -1)] : []
}

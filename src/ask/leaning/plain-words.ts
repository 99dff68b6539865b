const wordsOf = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Words that build sentences and name nothing. */
export const functionWords = wordsOf(`
a an the and or but if then so than as of in on at to for from by with about into onto during before after over under between
through without within per via against among around since until while because is are was were be been being am isn't aren't
wasn't weren't do does did don't doesn't didn't done doing have has had having haven't hasn't hadn't can could will would shall
should may might must can't couldn't won't wouldn't shouldn't not no nor any some there here i me my you your we us our who whom
whose what which when where why how what's who's where's how's that's there's i'm i'd i've it's let's please just only really
ever also too very still yet already now up down out off it its this that these those they them their he she him her his hers
himself herself itself themselves each every all both either neither one ones more most much many few little less least lot lots
bit else other others another such same own`)

/** Verbs and nouns so wide that they name no subject by themselves: whatever they are said of must stand beside them. */
export const generalWords = wordsOf(`
happen happens happened happening tell know known get gets got getting make makes made making take takes took go goes went gone
come comes came give gives gave find found say says said see look looks mean means meant think want need needs use uses used using
work works worked working help helps helped start started begin began end ended become became call called include includes
included involved like likes liked good bad best worst better great big large small main major key important common popular
famous notable known interesting significant special different similar typical general specific particular certain possible
available available well long short high low new old recent current early late young first second third last next final
original early previous following visible real modern natural side negative positive successful success successfully
thing things something anything everything nothing someone anyone everyone anybody people person man woman way ways kind kinds
type types sort sorts form forms version versions variety varieties example examples part parts piece item items option options
choice choices alternative alternatives difference differences diffrence similarity similarities relationship relation role roles
effect effects impact impacts influence influences result results consequence consequences outcome outcomes benefit benefits
advantage advantages disadvantage disadvantages pro pros con cons risk risks cause causes reason reasons purpose purposes goal goals
symptom symptoms sign signs treatment treatments cost costs price prices feature features detail details fact facts information info
aspect aspects application applications usage history origin origins background beginning name names year years date time times day
days month months week weeks place places area member members group team band album song film movie book show story article title
step steps stage stages level levels method methods technique techniques rule rules requirement requirements project projects
problem problems issue issues question questions answer answers idea ideas topic number numbers amount size award awards
work works career life character characters theme themes event events accomplishment accomplishments finding findings response
recommendation recommendations recommend suggestion suggestions suggest explain describe compare list show mention mentioned
elaborate discuss talk provide learn understand believe consider world countries country city`)

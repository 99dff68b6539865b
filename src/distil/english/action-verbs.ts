/**
 * Verbs with which people name a task ("set the port", "deploy an app"). A closed list, because a tagger cannot tell
 * "set HTTP headers" from "set theory" at the start of a heading.
 */
const infinitives = `abort accept access achieve activate adapt add adjust allow analyze annotate append apply archive arrange ask assemble
assert assign attach authenticate authorize avoid backup batch benchmark bind block boot bootstrap broadcast build bundle bump bypass cache
calculate call cancel capture change check choose chain clean clear clone close collect combine commit communicate compare compile compose compress compute
concatenate configure confirm connect construct contact contribute control convert copy correct count create customize debug declare decode
decorate decrease define delete deliver deploy deprecate describe deserialize detect determine develop diagnose disable disconnect display
distinguish distribute document download draw drop dump duplicate edit emit emulate enable encapsulate encode encrypt enforce ensure enter
escape establish estimate evaluate exclude execute exit expand export expose express extend extract fetch file filter find fix follow force
format forward free generate get give grant group guard handle hide highlight host identify ignore implement import improve include increase
indicate infer inherit initialize inject insert inspect install instantiate integrate intercept invalidate invoke iterate join keep launch
leave limit link list listen load localize locate lock log login loop lower maintain make manage map mark mask match measure merge migrate
minify mock modify monitor mount move navigate nest normalize notify obtain omit open optimize order organize override overwrite package pad
parse pass patch pause perform persist pick pin place play plot poll populate post prepare prerender preserve prevent print process produce profile
promote propagate protect provide proxy publish pull purge push put query queue raise read rebuild receive recompile record recover redefine redirect
reduce refactor refer reference refresh register reject release reload rely remove rename render renew reorder repeat replace report reproduce request require
reset resize resolve respond restart restore restrict resume retrieve retry return reuse revert review revoke rewrite rotate round route run
sanitize save scale scan schedule search secure see select send separate serialize serve set share ship show sign simplify simulate skip sort
specify split spread standardize start stop store stream structure stub style submit subscribe support suppress suspend switch sync tag take target test
throttle throw toggle track train transfer transform translate trigger trim trust tune turn type uninstall unlock unsubscribe unwrap update
upgrade upload use validate verify version view visit visualize wait walk watch work wrap write appeal claim enroll renew withdraw
qualify cancel pay schedule reach reapply report donate vote book buy sell sign inject`.split(/\s+/)

export const actionVerbs: ReadonlySet<string> = new Set(infinitives)

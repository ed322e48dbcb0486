// Looks at the pages that browser_pages wrote:     node check.mjs DIR
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "./browser.mjs";
import * as checks from "./checks.mjs";

const directory = process.argv[2];
const browser = await start();
let wrong = 0;

function tell(what, complaints) {
    console.log(`${complaints.length === 0 ? "ok    " : "FAILED"} ${what}`);
    for (const complaint of complaints.slice(0, 10)) console.log(`       ${complaint}`);
    wrong += complaints.length === 0 ? 0 : 1;
}

const dark = { colorScheme: "dark" };
const narrow = { viewport: { width: 340, height: 700 } };
const looks = { light: {}, dark, narrow };
const cohort = join(directory, "cohort", "index.html");
const student = join(directory, "cohort", "student-001.html");
const alone = join(directory, "one", "index.html");
const samples = readdirSync(join(directory, "sample")).map((name) => join(directory, "sample", name));

const pages = [["the cohort's page", cohort], ["a student's page", student], ["a submission alone", alone],
    ...samples.map((file) => [`sample ${file.slice(directory.length + 8, directory.length + 50)}`, file])];
for (const [name, file] of pages) {
    tell(`${name}: no console message, no request, no script`, await checks.isQuiet(browser, file));
    tell(`${name}: dark, print`, await checks.hasLooks(browser, file));
    tell(`${name}: skip link, opening by key, narrow window`, await checks.isUsable(browser, file));
    tell(`${name}: axe-core in light, dark and narrow`, await checks.isAccessible(browser, file, looks));
}
for (const file of [...samples, student])
    tell(`${file.slice(directory.length + 1, directory.length + 50)}: every stop of the tab key`,
        await checks.isReachable(browser, file));
for (const file of [cohort, join(directory, "sample", "index.html")])
    tell(`${file.slice(directory.length + 1)}: every link leads somewhere`, await checks.leadsSomewhere(browser, file));
tell("the filter of the matrix", await checks.filters(browser, cohort));
const others = readFileSync(student, "utf8").match(/student-(?!001)\d+/g) ?? [];
tell("a student's page holds nobody else's name", others);

const { best, bytes } = await checks.loadTime(browser, cohort);
tell(`300 submissions x 40 cases: ${bytes} bytes, loaded and drawn in ${best.toFixed(0)} ms`,
    [...(bytes > 1e6 ? ["more than a megabyte"] : []),
        ...(best > 3000 ? ["more than three seconds, which no busy machine explains"] : [])]);
await browser.close();
console.log(wrong === 0 ? "The pages are as they should be." : `${wrong} checks failed.`);
process.exit(wrong === 0 ? 0 : 1);

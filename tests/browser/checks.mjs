// What every page must hold, each as a function that gives a list of complaints.
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { open } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

/** Nothing is said on the console and nothing is asked of any network, with script and without. */
export async function isQuiet(browser, file) {
    const complaints = [];
    const texts = [];
    for (const javaScriptEnabled of [true, false]) {
        const { page, record, close } = await open(browser, file, { javaScriptEnabled });
        texts.push(await page.locator("body").innerText());
        if ((await page.locator("h1").count()) !== 1) complaints.push("there is not one h1");
        if ((await page.locator("script").count()) !== 0) complaints.push("there is a script");
        complaints.push(...record);
        await close();
    }
    if (texts[0] !== texts[1]) complaints.push("it reads otherwise without script");
    return complaints;
}

/** axe-core finds nothing, in light, dark and narrow. */
export async function isAccessible(browser, file, looks) {
    const complaints = [];
    for (const [name, options] of Object.entries(looks)) {
        const { page, close } = await open(browser, file, options);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        for (const { id, help, nodes } of violations)
            complaints.push(`${name}: axe ${id}: ${help}: ${nodes.length} times, first ${nodes[0].html.slice(0, 150)}`);
        await close();
    }
    return complaints;
}

/** The tab key reaches everything that can be used, in order, and shows where it is. Not for long pages. */
export async function isReachable(browser, file) {
    const { page, close } = await open(browser, file, { javaScriptEnabled: false });
    const complaints = [];
    const usable = "a[href], summary, [tabindex='0'], input:checked";
    const wanted = await page.locator(usable).evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
    await page.keyboard.press("Tab");
    const first = await page.evaluate(() => document.activeElement.className);
    if (first !== "skip") complaints.push(`the first stop is '${first}', not the skip link`);
    let reached = 0;
    for (; reached <= wanted; ++reached) {
        const stop = await page.evaluate(() => {
            const style = getComputedStyle(document.activeElement);
            const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            const name = document.activeElement.outerHTML.slice(0, 100);
            return { name, body: document.activeElement === document.body, shown };
        });
        if (stop.body) break;
        if (!stop.shown) complaints.push(`no focus is to be seen at ${stop.name}`);
        await page.keyboard.press("Tab");
    }
    if (reached !== wanted) complaints.push(`the tab key stops ${reached} times, but ${wanted} things can be used`);
    await close();
    return complaints;
}

/** The skip link leads to the content, a stage opens by the keyboard, and a narrow window needs no scrolling. */
export async function isUsable(browser, file) {
    const complaints = [];
    const { page, close } = await open(browser, file, { javaScriptEnabled: false });
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const skipped = await page.evaluate(() => document.activeElement.id);
    if (skipped !== "main") complaints.push("the skip link does not skip");
    const closed = page.locator("details:not([open]) > summary").first();
    if ((await closed.count()) > 0) {
        const details = await closed.locator("..").elementHandle();
        await closed.focus();
        await page.keyboard.press("Enter");
        if (!(await details.evaluate((one) => one.open))) complaints.push("Enter does not open a stage");
    }
    await close();
    const narrow = await open(browser, file, { viewport: { width: 340, height: 700 } });
    const width = await narrow.page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 340) complaints.push(`a window of 340 pixels has to be scrolled: ${width}`);
    await narrow.close();
    return complaints;
}

/** Dark is dark; on paper everything is there, black on white. */
export async function hasLooks(browser, file) {
    const complaints = [];
    const brightness = () => {
        const [r, g, b] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number);
        return (r + g + b) / 3;
    };
    const { page, close } = await open(browser, file, { colorScheme: "dark" });
    if ((await page.evaluate(brightness)) > 60) complaints.push("it is not dark where dark is preferred");
    await page.emulateMedia({ media: "print" });
    if ((await page.evaluate(brightness)) < 250) complaints.push("paper is not white");
    const hidden = await page.locator("details > :not(summary)").evaluateAll(
        (all) => all.filter((one) => !one.checkVisibility()).length);
    if (hidden > 0) complaints.push(`${hidden} blocks that can be opened are not printed`);
    if ((await page.pdf({ format: "A4" })).length < 1000) complaints.push("it cannot be printed");
    await close();
    return complaints;
}

/** Every link of a cohort's page leads to a page, and to a place in it, that is there. */
export async function leadsSomewhere(browser, file) {
    const { page, close } = await open(browser, file);
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    await close();
    const complaints = [];
    const contents = new Map();
    for (const link of new Set(links)) {
        const [name, place] = link.split("#");
        const target = name === "" ? file : join(dirname(file), decodeURIComponent(name));
        if (!existsSync(target)) {
            complaints.push(`${link}: there is no such page`);
            continue;
        }
        if (!contents.has(target)) contents.set(target, readFileSync(target, "utf8"));
        if (place && !contents.get(target).includes(`id="${place}"`)) complaints.push(`${link}: no such place`);
    }
    return links.length > 1 ? complaints : ["there are no links"];
}

/** The filter above the matrix hides rows without a script. */
export async function filters(browser, file) {
    const { page, close } = await open(browser, file, { javaScriptEnabled: false });
    const rows = page.locator(".matrix-of-stages tbody tr:visible");
    const all = await rows.count();
    await page.locator("input.show-f").first().check();
    const failed = await rows.count();
    await page.locator("input.show-p").first().check();
    const passed = await rows.count();
    await close();
    const right = failed > 0 && passed > 0 && failed + passed === all;
    return right ? [] : [`of ${all} rows ${failed} and ${passed} are shown`];
}

/** Milliseconds until the page is loaded and drawn: the best of five, so that a busy machine is no complaint. */
export async function loadTime(browser, file) {
    const times = [];
    for (let i = 0; i < 5; ++i) {
        const { page, close } = await open(browser, file);
        times.push(await page.evaluate(() => new Promise((done) =>
            requestAnimationFrame(() => setTimeout(() => done(performance.now()))))));
        await close();
    }
    return { best: Math.min(...times), bytes: statSync(file).size };
}

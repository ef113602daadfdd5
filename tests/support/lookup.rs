//! Looks elements up in the browser's accessibility tree.

use serde_json::{Value, json};
use thirtyfour::error::WebDriverResult;
use thirtyfour::{By, WebElement};

use super::browser::Browser;
use super::locator::Query;

/// Visible elements that contain a text and have no child that contains it.
const BY_TEXT: &str = "
    const [root, text] = arguments;
    const holds = (it) => it.textContent.replace(/\\s+/g, ' ').includes(text);
    return [...(root ?? document.body).querySelectorAll('*')].filter((it) =>
        holds(it)
        && ![...it.children].some(holds)
        && it.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
";

/// All matches of the query, in the page or within an element.
pub async fn all(
    browser: &Browser,
    within: Option<&WebElement>,
    query: &Query,
) -> WebDriverResult<Vec<WebElement>> {
    match query {
        Query::Named { roles, name } => {
            let mut found = Vec::new();
            for name in looks_of(name) {
                let filter = json!({ "accessibleName": name });
                found.extend(nodes(browser, within, filter).await?);
            }
            elements(browser, found.iter().filter(|it| has_role(it, roles))).await
        }
        Query::Holding { role, text } => {
            let nodes = nodes(browser, within, json!({ "role": role })).await?;
            let mut holding = Vec::new();
            for element in elements(browser, nodes.iter()).await? {
                let whole = normal(&element.text().await?);
                if looks_of(text).iter().any(|text| whole.contains(text)) {
                    holding.push(element);
                }
            }
            Ok(holding)
        }
        Query::Text(text) => {
            let root = within.map(WebElement::to_json).transpose()?;
            let arguments = vec![root.unwrap_or(Value::Null), json!(text)];
            let found = browser.driver().execute(BY_TEXT, arguments).await?;
            found.elements()
        }
        Query::Css(selector) => match within {
            Some(within) => within.find_all(By::Css(selector.as_str())).await,
            None => browser.driver().find_all(By::Css(selector.as_str())).await,
        },
    }
}

/// All elements with one of these roles, or with this name and another role.
pub async fn instead(
    browser: &Browser,
    roles: &[&str],
    name: &str,
) -> WebDriverResult<Vec<String>> {
    let nodes = nodes(browser, None, json!({})).await?;
    let near = nodes.iter().filter(|node| {
        let text = has_role(node, &["StaticText", "InlineTextBox"]);
        has_role(node, roles) || (node["name"]["value"] == name && !text)
    });
    Ok(near.map(described).collect())
}

/// A node as a screen reader announces it: `button "Salva"`.
pub fn described(node: &Value) -> String {
    let text = |part: &str| node[part]["value"].as_str().unwrap_or_default();
    format!("{} {:?}", text("role"), text("name"))
}

/// The displayed forms of a text: `text-transform: uppercase` changes what browser and driver
/// report, but not the source.
pub fn looks_of(words: &str) -> Vec<String> {
    let mut looks = vec![words.to_owned(), words.to_uppercase()];
    looks.dedup();
    looks
}

/// Normalises white space: each run becomes one space.
pub fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The accessibility node of an element: role, name, description.
pub async fn node_of(browser: &Browser, element: &WebElement) -> WebDriverResult<Value> {
    let id = element.cdp_backend_node_id().await?;
    let wanted = json!({ "backendNodeId": id, "fetchRelatives": false });
    let cdp = browser.driver().cdp();
    let mut tree = cdp
        .send_raw("Accessibility.getPartialAXTree", wanted)
        .await?;
    Ok(tree["nodes"][0].take())
}

async fn nodes(
    browser: &Browser,
    within: Option<&WebElement>,
    mut filter: Value,
) -> WebDriverResult<Vec<Value>> {
    let cdp = browser.driver().cdp();
    filter["backendNodeId"] = match within {
        Some(element) => json!(element.cdp_backend_node_id().await?),
        None => {
            let document = cdp.send_raw("DOM.getDocument", json!({ "depth": 0 }));
            document.await?["root"]["backendNodeId"].take()
        }
    };
    let mut answer = cdp.send_raw("Accessibility.queryAXTree", filter).await?;
    let nodes = match answer["nodes"].take() {
        Value::Array(nodes) => nodes,
        _ => Vec::new(),
    };
    // Ignored nodes are in the document, but hidden from assistive technology.
    let seen = nodes.into_iter().filter(|it| it["ignored"] == false);
    Ok(seen.collect())
}

fn has_role(node: &Value, roles: &[&str]) -> bool {
    node["role"]["value"]
        .as_str()
        .is_some_and(|role| roles.contains(&role))
}

async fn elements(
    browser: &Browser,
    nodes: impl Iterator<Item = &Value>,
) -> WebDriverResult<Vec<WebElement>> {
    let mut elements = Vec::new();
    for node in nodes {
        elements.push(element(browser, &node["backendDOMNodeId"]).await?);
    }
    Ok(elements)
}

/// Converts a node of the DevTools protocol to a WebDriver element, through the page.
async fn element(browser: &Browser, node: &Value) -> WebDriverResult<WebElement> {
    let cdp = browser.driver().cdp();
    let object = cdp.send_raw("DOM.resolveNode", json!({ "backendNodeId": node }));
    let keep = json!({
        "objectId": object.await?["object"]["objectId"],
        "functionDeclaration": "function () { window.foundByTest = this }",
    });
    cdp.send_raw("Runtime.callFunctionOn", keep).await?;
    let take = "const it = window.foundByTest; delete window.foundByTest; return it";
    browser.driver().execute(take, Vec::new()).await?.element()
}

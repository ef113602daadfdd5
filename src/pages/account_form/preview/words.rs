use contract::{
    AdjustmentCode,
    preview::{Preview, PreviewDiscount, PreviewField, PreviewFieldName, PreviewLine},
};
use leptos::prelude::*;

use super::labels;
use crate::{
    components::{money, number},
    i18n::{Key, Locale, fill},
    key,
};

/// Contact, tag, lists and order, in words.
#[component]
pub fn InWords(
    /// The preview.
    preview: Preview,
    /// The language.
    locale: Locale,
) -> impl IntoView {
    let Preview {
        fields,
        lines,
        discounts,
        currency,
        tag,
        other_adjusted,
        ..
    } = preview;
    let (contact, order): (Vec<_>, Vec<_>) = fields.into_iter().partition(is_of_contact);
    let (head, sums): (Vec<_>, Vec<_>) = order.into_iter().partition(is_head);
    let text = |name: Key, value: String| view! { <Entry name=name(locale) value locale/> };
    let field = |field: PreviewField| {
        let value = labels::value(&field, &currency, locale);
        let name = labels::field(field.name)(locale);
        view! { <Entry name value adjusted=field.adjusted locale/> }
    };
    let discount = |discount: PreviewDiscount| {
        let amount = money(&discount.amount, &currency, locale);
        let value = [&discount.name, ": ", &amount].concat();
        text(key!(preview.discount), value)
    };
    let line = |line| view! { <Line line currency=currency.clone() locale/> };
    view! {
        <div>
            <h3 class="failed-title">{key!(preview.contact)(locale)}</h3>
            <dl class="preview-fields">
                {contact.into_iter().map(field).collect_view()}
                {text(key!(preview.tag), tag)}
                {text(key!(preview.lists), key!(preview.no_lists)(locale).to_owned())}
            </dl>
            <h3 class="failed-title">{key!(preview.order_title)(locale)}</h3>
            <dl class="preview-fields">{head.into_iter().map(field).collect_view()}</dl>
            <ul class="preview-lines">{lines.into_iter().map(line).collect_view()}</ul>
            <dl class="preview-fields">
                {discounts.into_iter().map(discount).collect_view()}
                {sums.into_iter().map(field).collect_view()}
            </dl>
            <Adjusted codes=other_adjusted locale/>
        </div>
    }
}

fn is_of_contact(field: &PreviewField) -> bool {
    use PreviewFieldName::{Email, FirstName, LastName};
    matches!(field.name, Email | FirstName | LastName)
}

/// Whether a field stands above the lines.
fn is_head(field: &PreviewField) -> bool {
    use PreviewFieldName::{Number, PlacedAt, UpdatedAt, Url};
    matches!(field.name, Number | PlacedAt | UpdatedAt | Url)
}

/// A field: its name, its value, and how it was adjusted.
#[component]
fn Entry(
    name: &'static str,
    value: String,
    #[prop(optional)] adjusted: Vec<AdjustmentCode>,
    locale: Locale,
) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value} <Adjusted codes=adjusted locale/></dd>
        </div>
    }
}

/// A line: quantity, name and unit price.
#[component]
fn Line(line: PreviewLine, currency: String, locale: Locale) -> impl IntoView {
    let price = money(&line.unit_price, &currency, locale);
    let quantity = number(line.quantity, locale);
    let each = fill(key!(preview.each)(locale), &price);
    view! {
        <li>
            {quantity} " × " <strong>{line.name}</strong> ", " {each}
            " " <Adjusted codes=line.adjusted locale/>
        </li>
    }
}

/// Marks what was adjusted, and how.
#[component]
fn Adjusted(codes: Vec<AdjustmentCode>, locale: Locale) -> impl IntoView {
    let words: Vec<&str> = codes
        .iter()
        .map(|code| labels::adjustment(*code)(locale))
        .collect();
    (!words.is_empty()).then(|| {
        let text = fill(key!(preview.adjusted)(locale), &words.join(", "));
        view! { <mark class="adjusted">{text}</mark> }
    })
}

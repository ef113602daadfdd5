use contract::attention::{AttentionCode, Sentences};

/// What happened and what the merchant should do, in both languages. Contains no personal data.
pub(super) fn of(code: AttentionCode, count: i64) -> Sentences {
    let (it, en) = match code {
        AttentionCode::ModuleInactive => (
            "Il modulo ActiveCampaign non è attivo su Passstore: ordini e carrelli non vengono inviati. Riattiva il modulo.",
            "The ActiveCampaign module is not active on Passstore: orders and carts are not sent. Activate the module again.",
        ),
        AttentionCode::KeyRejected => (
            "ActiveCampaign rifiuta la chiave e l'invio è fermo: sostituisci la API Key, salva ed esegui Test Connessione.",
            "ActiveCampaign rejects the key and sending has stopped: replace the API Key, save, and run the connection test.",
        ),
        AttentionCode::AccountNotFound => (
            "ActiveCampaign non trova l'account e l'invio è fermo: correggi Nome Account, salva ed esegui Test Connessione.",
            "ActiveCampaign does not find the account and sending has stopped: correct the account name, save, and run the connection test.",
        ),
        AttentionCode::NoEcommerce => (
            "Il piano ActiveCampaign non comprende i dati Ecommerce e l'invio è fermo: chiedi ad ActiveCampaign un piano che li comprenda.",
            "The ActiveCampaign plan has no e-commerce data and sending has stopped: ask ActiveCampaign for a plan that has it.",
        ),
        AttentionCode::AccountSuspended => (
            "L'account ActiveCampaign è sospeso o non pagato e l'invio è fermo: controlla l'abbonamento in ActiveCampaign.",
            "The ActiveCampaign account is suspended or unpaid and sending has stopped: check the subscription in ActiveCampaign.",
        ),
        AttentionCode::SendingStopped => (
            "L'invio ad ActiveCampaign è fermo da tempo. I dati restano in attesa e l'invio riprende da solo; se continua, contatta l'assistenza.",
            "Sending to ActiveCampaign has stood still for a while. The data keeps waiting and sending resumes by itself; if it lasts, contact support.",
        ),
        AttentionCode::SetAside if count == 1 => (
            "Un ordine o carrello non è stato accettato da ActiveCampaign: apri Invio dati per vedere perché e inviarlo di nuovo.",
            "ActiveCampaign did not accept an order or cart: open the data transfer to see why and to send it again.",
        ),
        AttentionCode::SetAside => (
            "Ordini e carrelli non accettati da ActiveCampaign: {count}. Apri Invio dati per vedere perché e inviarli di nuovo.",
            "Orders and carts that ActiveCampaign did not accept: {count}. Open the data transfer to see why and to send them again.",
        ),
        AttentionCode::Rejected if count == 1 => (
            "Un ordine o carrello è stato rifiutato all'arrivo e non verrà inviato: apri Invio dati per vedere perché e che cosa fare.",
            "An order or cart was rejected on arrival and will not be sent: open the data transfer to see why and what to do.",
        ),
        AttentionCode::Rejected => (
            "Ordini e carrelli rifiutati all'arrivo, che non verranno inviati: {count}. Apri Invio dati per vedere perché e che cosa fare.",
            "Orders and carts that were rejected on arrival and will not be sent: {count}. Open the data transfer to see why and what to do.",
        ),
    };
    let filled = |text: &str| text.replace("{count}", &count.to_string());
    Sentences {
        it: filled(it),
        en: filled(en),
    }
}

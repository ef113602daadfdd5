use std::io::Write;

use flate2::write::MultiGzDecoder;

use crate::error::Error;

/// Compressed bytes inflated between two size checks: gzip turns 4 KiB into 4 MiB at most.
const STEP: usize = 4096;

/// A body during inflation. Its memory stays close to the maximum size of a body.
pub(super) struct Inflating {
    decoder: MultiGzDecoder<Vec<u8>>,
    limit: usize,
    /// Whether the first byte shows that the body is not compressed.
    plain: Option<bool>,
}

/// Whether the bytes begin like gzip data; JSON never does.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The inflated bytes.
pub(super) fn all(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Error> {
    let mut inflating = Inflating::new(limit);
    inflating.push(bytes)?;
    inflating.finish()
}

impl Inflating {
    pub fn new(limit: usize) -> Self {
        Self {
            decoder: MultiGzDecoder::new(Vec::new()),
            limit,
            plain: None,
        }
    }

    /// Inflates the next compressed bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let Some(first) = bytes.first() else {
            return Ok(());
        };
        if *self.plain.get_or_insert(!is_gzip(&[*first, 0x8b])) {
            self.decoder.get_mut().extend_from_slice(bytes);
            return Ok(());
        }
        for step in bytes.chunks(STEP) {
            self.decoder.write_all(step).map_err(|_| damaged())?;
            if self.decoder.get_ref().len() > self.limit {
                return Err(Error::BatchTooLarge);
            }
        }
        Ok(())
    }

    /// Finishes and returns the inflated body.
    pub fn finish(mut self) -> Result<Vec<u8>, Error> {
        if self.plain == Some(false) {
            self.decoder.try_finish().map_err(|_| damaged())?;
        }
        let bytes = std::mem::take(self.decoder.get_mut());
        match bytes.len() > self.limit {
            true => Err(Error::BatchTooLarge),
            false => Ok(bytes),
        }
    }
}

fn damaged() -> Error {
    Error::MalformedRequest("the body is not what gzip writes, or not all of it")
}

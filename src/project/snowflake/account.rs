//! Accounts: what people write for one, and what the login and the host make of it.
//!
//! The rules are those of Snowflake's own connectors: the name in the login ends where the region begins, `us-west-2` is the
//! region without a name, a host has hyphens where an account has underscores. What is pasted from a browser is taken
//! where it can mean one thing only.

use super::Problem;

/// Where accounts live. China has its own.
const DOMAIN: &str = ".snowflakecomputing.com";
const DOMAIN_IN_CHINA: &str = ".snowflakecomputing.cn";

/// Where Snowflake's web interface lives: `app.snowflake.com/<organisation>/<account>`.
const WEB: &str = "app.snowflake.com";

/// The region that host names leave out.
const UNNAMED_REGION: &str = "us-west-2";

const CLOUDS: [&str; 3] = ["aws", "azure", "gcp"];
const PRIVATE_LINK: &str = "privatelink";

/// Stands where a region would, for an account that is connected to by a name of its own: `name-orgid.global`.
const GLOBAL: &str = "global";

/// What an account's text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// As the login names it: without region and cloud, upper case.
    pub name: String,
    /// Where it answers, unless the target says otherwise.
    pub host: String,
}

/// Reads `xy12345`, `xy12345.eu-central-1`, `xy12345.eu-central-1.aws`, `org-account`, each with `.privatelink` after it, or
/// the account's address as a browser shows it. With a host of the target's own (`has_host`), where the account answers does
/// not matter, and what looks like no region is let be.
pub fn read(text: &str, has_host: bool) -> Result<Account, Problem> {
    let identifier = identifier(text.trim())?;
    let parts: Vec<&str> = identifier.split('.').collect();
    if !parts.iter().all(|part| is_label(part)) {
        return Err(Problem::new(
            "is not the name of an account",
            "write `ORGANISATION-ACCOUNT`, or the locator with its region: `xy12345.eu-central-1`",
        ));
    }
    let (first, rest) = (parts[0], &parts[1..]);
    if !has_host && !is_region(rest) {
        return Err(Problem::new(
            "has a part after the dot that is no region",
            "an organisation and its account are joined by a hyphen: `ORGANISATION-ACCOUNT`; for any other address set \
             `host`",
        ));
    }
    let name = match rest.first() {
        Some(&GLOBAL) => first.rsplit_once('-').map_or(first, |(name, _)| name),
        _ => first,
    };
    Ok(Account {
        name: name.to_ascii_uppercase(),
        host: host(first, rest),
    })
}

/// The account in what may be a whole address.
fn identifier(text: &str) -> Result<String, Problem> {
    let lower = text.to_ascii_lowercase();
    let address = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"));
    let (host, path) = match address.unwrap_or(&lower).split_once('/') {
        Some((host, path)) => (host, path),
        None => (address.unwrap_or(&lower), ""),
    };
    let host = host.strip_suffix(":443").unwrap_or(host);
    if host == WEB {
        return from_web(path).ok_or_else(|| {
            Problem::new(
                "is an address of the web interface that names no account",
                "write `ORGANISATION-ACCOUNT`, as the web interface shows under account details",
            )
        });
    }
    let account = [DOMAIN, DOMAIN_IN_CHINA]
        .into_iter()
        .find_map(|domain| Some((host.strip_suffix(domain)?, domain)));
    match account {
        // A locator's region says which domain it is; another account in China cannot be told from one elsewhere.
        Some((account, DOMAIN_IN_CHINA)) if !account.contains(".cn-") => Err(Problem::new(
            "does not say its region",
            format!(
                "set `host` to the whole name that ends in `{DOMAIN_IN_CHINA}`, and `account` to what stands before it"
            ),
        )),
        Some((account, _)) => Ok(account.to_owned()),
        None if address.is_some() || !path.is_empty() => Err(Problem::new(
            "is an address, and not one of Snowflake's",
            "set `host` to the host's name, and `account` to the account's",
        )),
        None => Ok(host.to_owned()),
    }
}

/// `/organisation/account/…`, or `/region/locator/…` as it once was: the name of an organisation has no hyphen, that of a
/// region has one.
fn from_web(path: &str) -> Option<String> {
    let mut parts = path.split(['/', '#', '?']).filter(|part| !part.is_empty());
    let (first, second) = (parts.next()?, parts.next()?);
    Some(if first.contains('-') {
        format!("{second}.{first}")
    } else {
        format!("{first}-{second}")
    })
}

/// Whether a part can stand in an account: a letter or digit first, then also `_` and `-`.
fn is_label(part: &str) -> bool {
    part.starts_with(|first: char| first.is_ascii_alphanumeric())
        && part
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || "_-".contains(character))
}

/// Whether what follows the account is nothing, a region, a region and a cloud, each perhaps with `privatelink`. Every
/// region has a hyphen in its name; an organisation has none, and stands before a hyphen.
fn is_region(parts: &[&str]) -> bool {
    let parts = match parts {
        [rest @ .., PRIVATE_LINK] => rest,
        all => all,
    };
    match parts {
        [] => true,
        [region] => region.contains('-') || *region == GLOBAL,
        [region, cloud] => {
            (region.contains('-') && CLOUDS.contains(cloud)) || is_government(region, cloud)
        }
        [region, government, cloud] => is_government(region, government) && CLOUDS.contains(cloud),
        _ => false,
    }
}

/// Regions of governments come in kinds: `us-gov-west-1.fhplus`, `us-gov-west-1.dod`.
fn is_government(region: &str, kind: &str) -> bool {
    region.contains("-gov-") && ["fhplus", "dod"].contains(&kind)
}

fn host(account: &str, rest: &[&str]) -> String {
    let rest = match rest {
        [UNNAMED_REGION] => &[],
        rest => rest,
    };
    let domain = match rest.first() {
        Some(region) if region.starts_with("cn-") => DOMAIN_IN_CHINA,
        _ => DOMAIN,
    };
    let mut host = account.replace('_', "-");
    for part in rest {
        host.push('.');
        host.push_str(part);
    }
    host + domain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_an_account_gives_its_name_and_its_host() {
        let long = "xy12345.eu-central-1.aws.snowflakecomputing.com";
        for (text, name, host) in [
            ("xy12345", "XY12345", "xy12345.snowflakecomputing.com"),
            (" XY12345\n", "XY12345", "xy12345.snowflakecomputing.com"),
            (
                "xy12345.us-west-2",
                "XY12345",
                "xy12345.snowflakecomputing.com",
            ),
            (
                "xy12345.eu-central-1",
                "XY12345",
                "xy12345.eu-central-1.snowflakecomputing.com",
            ),
            ("xy12345.eu-central-1.aws", "XY12345", long),
            (
                "xy12345.east-us-2.azure",
                "XY12345",
                "xy12345.east-us-2.azure.snowflakecomputing.com",
            ),
            (
                "xy12345.us-gov-west-1.fhplus.aws",
                "XY12345",
                "xy12345.us-gov-west-1.fhplus.aws.snowflakecomputing.com",
            ),
            (
                "xy12345.cn-northwest-1.aws",
                "XY12345",
                "xy12345.cn-northwest-1.aws.snowflakecomputing.cn",
            ),
            ("acme-shop", "ACME-SHOP", "acme-shop.snowflakecomputing.com"),
            (
                "acme-shop_dev",
                "ACME-SHOP_DEV",
                "acme-shop-dev.snowflakecomputing.com",
            ),
            (
                "acme-shop.privatelink",
                "ACME-SHOP",
                "acme-shop.privatelink.snowflakecomputing.com",
            ),
            (
                "xy12345.us-west-2.privatelink",
                "XY12345",
                "xy12345.us-west-2.privatelink.snowflakecomputing.com",
            ),
            (
                "name-orgid.global",
                "NAME",
                "name-orgid.global.snowflakecomputing.com",
            ),
            (
                "https://xy12345.eu-central-1.aws.snowflakecomputing.com/console/login#/",
                "XY12345",
                long,
            ),
            (
                "xy12345.eu-central-1.aws.snowflakecomputing.com",
                "XY12345",
                long,
            ),
            (
                "https://Acme-Shop.snowflakecomputing.com:443/",
                "ACME-SHOP",
                "acme-shop.snowflakecomputing.com",
            ),
            (
                "https://app.snowflake.com/acme/shop/#/homepage",
                "ACME-SHOP",
                "acme-shop.snowflakecomputing.com",
            ),
            (
                "app.snowflake.com/eu-central-1.aws/xy12345/",
                "XY12345",
                long,
            ),
        ] {
            let account = read(text, false).unwrap();
            assert_eq!(
                (account.name.as_str(), account.host.as_str()),
                (name, host),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_account_is_refused_without_being_shown() {
        for text in [
            "",
            " ",
            "acme.shop",
            "xy12345.eu-central-1.aws.more",
            "a b",
            "xy12345.",
            "-x",
            "user:hunter2@acme-shop",
            "https://hunter2.example.com/x",
            "https://app.snowflake.com/",
            "https://acme-shop.snowflakecomputing.cn",
        ] {
            let problem = read(text, false).unwrap_err();
            assert!(!format!("{problem:?}").contains("hunter2"), "{problem:?}");
        }
        assert_eq!(read("acme.shop", true).unwrap().name, "ACME");
    }
}

# A staged program as packages. Sourced by installers/build.

package_of() { # PROGRAM: its package's name
    if [ "$1" = desktop ]; then echo natsuin; else echo natsuin-server; fi
}

# The Debian packages that hold what the machine code of the package links to, as Debian itself finds them.
libraries_needed() { # TREE PLACE
    local folder=$work/shlibs
    rm -rf "$folder"
    mkdir -p "$folder/debian"
    printf 'Source: natsuin\n\nPackage: natsuin\nArchitecture: any\nDescription: none\n' >"$folder/debian/control"
    (
        cd "$folder"
        find "$1$2" \( -name '*.so' -o -path '*/bin/java' -o -name jspawnhelper \) -type f ! -path '*/jna/*' | sort |
            xargs dpkg-shlibdeps -O -l"$1$2/runtime/lib" -l"$1$2/runtime/lib/server" -l"$1$2/lib" \
                --ignore-missing-info 2>"$work/shlibs.said"
    ) | sed -n 's/^shlibs:Depends=//p'
}

deb_of() { # PROGRAM TREE
    local package architecture tree=$work/deb needed
    package=$(package_of "$1")
    architecture=$(dpkg --print-architecture)
    needed=$(libraries_needed "$2" "/usr/lib/$package")
    [ -n "$needed" ] || { cat "$work/shlibs.said" >&2; die "What the package needs could not be told."; }
    rm -rf "$tree"
    cp -a "$2" "$tree"
    mkdir "$tree/DEBIAN"
    sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@NEEDED@/$needed/" \
        -e "s/@SIZE@/$(du -sk --apparent-size "$2" | cut -f 1)/" "installers/$1/deb/control" >"$tree/DEBIAN/control"
    local script
    for script in preinst postinst prerm postrm; do
        [ ! -f "installers/$1/deb/$script" ] || install -m 755 "installers/$1/deb/$script" "$tree/DEBIAN/$script"
    done
    (cd "$tree" && find usr -type f -exec md5sum {} + | sort -k 2 >DEBIAN/md5sums)
    set_times "$tree"
    dpkg-deb --root-owner-group -Zzstd -z9 --threads-max=1 --build "$tree" "$out/${package}_${version}_$architecture.deb" >/dev/null
    rm -rf "$tree"
}

rpm_of() { # PROGRAM TREE
    local package top=$work/rpm tree=$2
    package=$(package_of "$1")
    rm -rf "$top"
    mkdir -p "$top"
    # Times come from the files and the date of the source, the name of the machine from nowhere.
    rpmbuild -bb --quiet --define "_topdir $top" --define "_rpmdir $top/out" --define "staged $tree" \
        --define "package_version $version" --define '_buildhost natsuin' --define 'use_source_date_epoch_as_buildtime 1' \
        --define 'clamp_mtime_to_source_date_epoch 1' --define '_build_id_links none' --define '_binary_payload w9.zstdio' \
        --define "_dbpath $top/db" "installers/$1/rpm/$package.spec" >"$work/rpmbuild.said" 2>&1 || {
        cat "$work/rpmbuild.said" >&2
        die "The RPM package could not be built."
    }
    cp "$top"/out/*/*.rpm "$out/"
    rm -rf "$top"
}

tar_of() { # PROGRAM TREE: to unpack anywhere
    local package name top=$work/tar tree=$2
    package=$(package_of "$1")
    name=$package-$version-linux-$(uname -m)
    rm -rf "$top"
    mkdir -p "$top"
    cp -a "$tree/usr/lib/$package" "$top/$name"
    cp -a "$tree/usr/share/doc/$package" "$top/$name/doc"
    if [ "$1" = desktop ]; then
        # A class archive holds for one place, and this is for any. It starts without one, slower.
        rm -f "$top/$name/natsuin.jsa"
        cp -a "$tree/usr/share/applications" "$tree/usr/share/icons" "$top/$name/"
    else
        cp -a "$tree/usr/lib/systemd/system" "$top/$name/systemd"
    fi
    set_times "$top"
    tar --create --sort=name --owner=0 --group=0 --numeric-owner --format=posix \
        --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime --directory "$top" "$name" |
        gzip -6n >"$out/$name.tar.gz"
    rm -rf "$top"
}

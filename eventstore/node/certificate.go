package node

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"
)

// developmentLife is how long a development certificate is valid.
const developmentLife = 90 * 24 * time.Hour

// DevelopmentCertificate makes a certificate for trying things out, and an
// authority of its own that signs it: some clients take no certificate that
// signs itself. It names the hosts, which may be names or IP addresses, or this
// machine's loopback if none is given. The second value is the authority in PEM,
// which a client is told to trust; its key is not kept. The certificate is
// another one each time, its key is in memory only, and it is valid for 90 days.
func DevelopmentCertificate(hosts ...string) (tls.Certificate, []byte, error) {
	if len(hosts) == 0 {
		hosts = []string{"localhost", "127.0.0.1", "::1"}
	}
	authority := template("development authority")
	authority.IsCA, authority.KeyUsage = true, x509.KeyUsageCertSign
	authorityKey, authorityDER, err := sign(authority, authority, nil)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	leaf := template(hosts[0])
	leaf.KeyUsage, leaf.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			leaf.IPAddresses = append(leaf.IPAddresses, ip)
		} else {
			leaf.DNSNames = append(leaf.DNSNames, h)
		}
	}
	key, der, err := sign(leaf, authority, authorityKey)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	trusted := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authorityDER})
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, trusted, nil
}

func template(name string) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		Subject: pkix.Name{Organization: []string{"sunledger development"}, CommonName: name},
		// Clocks of two machines are never quite the same.
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(developmentLife),
		BasicConstraintsValid: true,
	}
}

// sign makes a key and its certificate, signed by the key of a parent or, where
// that is nil, by itself.
func sign(c, parent *x509.Certificate, by *ecdsa.PrivateKey) (key *ecdsa.PrivateKey, der []byte, err error) {
	if key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return nil, nil, fmt.Errorf("development certificate: %w", err)
	}
	if c.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127)); err != nil {
		return nil, nil, fmt.Errorf("development certificate: %w", err)
	}
	if by == nil {
		by = key
	}
	if der, err = x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, by); err != nil {
		return nil, nil, fmt.Errorf("development certificate: %w", err)
	}
	return key, der, nil
}
